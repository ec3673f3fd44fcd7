'use client'
import { useMemo } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { layOutJson } from '#components/ui/json-tokens.ts'

type CodeBlockProps = {
  text: string
  label: string
  /** Laid out with quiet keys where it is JSON. */
  json?: boolean
  wrap?: boolean
  /** Without its own line, for a panel that is nothing else. */
  bare?: boolean
}

/** Above this many characters, colour would cost the browser more than it helps the reader. */
const colouredUpTo = 60_000

/** What a machine wrote. Scrolls by itself, by keyboard too. */
export function CodeBlock({ text, label, json = false, wrap = false, bare = false }: CodeBlockProps) {
  const tokens = useMemo(() => (json ? layOutJson(text) : null), [text, json])
  const coloured = text.length <= colouredUpTo
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className={classNames(
        'max-h-160 overflow-auto bg-sunken p-3 focus-visible:-outline-offset-2',
        bare ? '' : 'rounded-md border border-line',
      )}
    >
      <pre className={classNames('text-sm leading-4.5', wrap ? 'wrap-anywhere whitespace-pre-wrap' : 'whitespace-pre')}>
        {tokens === null
          ? text
          : coloured
            ? tokens.map((token, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of one text never move
                <span key={index} className={token.dim ? 'text-muted' : undefined}>
                  {token.text}
                </span>
              ))
            : tokens.map(token => token.text).join('')}
      </pre>
    </section>
  )
}
