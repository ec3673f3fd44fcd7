'use client'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { KeyHints } from '#components/key-hints.tsx'
import { rememberRecent } from '#components/palette/recent.ts'
import { ResultList } from '#components/palette/result-list.tsx'
import { type Result, useResults } from '#components/palette/use-results.ts'
import { useScope } from '#components/shell/place.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { useCommandKey } from '#components/ui/use-command-key.ts'
import { isCommand } from '#components/ui/use-keys.ts'

/** One input, and what fits what is typed into it. */
export function Contents({ onClose }: { onClose: () => void }) {
  const id = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const { results, searching, error } = useResults(text)
  const index = Math.min(active, results.length - 1)
  const choose = useChoice(onClose)
  const commandKey = useCommandKey()
  useEffect(() => {
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, index])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((index + step + results.length) % Math.max(1, results.length))
    else if (event.key === 'Enter') choose(results[index], isCommand(event))
    else if (event.key === 'k' && isCommand(event)) onClose()
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="flex h-12 items-center gap-2 border-b border-line px-4">
        <Search className="icon text-muted" aria-hidden />
        <input
          role="combobox"
          aria-expanded={results.length > 0}
          aria-controls={id}
          aria-activedescendant={results.length > 0 ? `${id}-${index}` : undefined}
          aria-label="Search or go to"
          placeholder="Name, address or id"
          autoComplete="off"
          spellCheck={false}
          maxLength={256}
          // biome-ignore lint/a11y/noAutofocus: it was opened to type in
          autoFocus
          value={text}
          onChange={event => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent focus-visible:outline-none"
        />
        <Kbd>esc</Kbd>
      </div>
      <ResultList id={id} text={text} results={results} active={index} onActive={setActive} onChoose={choose} />
      <p role="status" className={error === null && results.length > 0 ? 'sr-only' : 'px-4 py-3 text-muted'}>
        {error !== null && `Names and ids could not be looked up. ${error}`}
        {error === null &&
          (results.length > 0 ? `${results.length} to choose from` : searching ? 'Looking' : 'Nothing here has this name or id.')}
      </p>
      <KeyHints
        className="px-4!"
        hints={[
          { keys: ['↑', '↓'], word: 'move' },
          { keys: ['↵'], word: 'choose' },
          { keys: [commandKey, '↵'], word: 'open beside' },
        ]}
      />
    </>
  )
}

/** Does what a result says, or opens it, also in a tab beside this one. */
function useChoice(onClose: () => void) {
  const router = useRouter()
  const scope = useScope()
  return (result: Result | undefined, beside: boolean) => {
    if (result === undefined || result.disabledReason !== null) return
    // The focus is back on the page before a command moves it.
    flushSync(onClose)
    if ('command' in result) return result.command.run()
    if (result.place) rememberRecent(scope, result.place)
    if (beside) window.open(result.href, '_blank', 'noopener')
    else router.push(result.href)
  }
}
