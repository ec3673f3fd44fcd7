'use client'
import { Check } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { classNames } from '#components/ui/class-names.ts'

type PickerOption = { value: string; word: string }

type PickerProps = {
  label: string
  options: readonly PickerOption[]
  chosen: readonly string[]
  onToggle: (value: string) => void
  /** Told what was typed, where the options come from a search; otherwise they are narrowed here. */
  onSearch?: (text: string) => void
  emptyText: string
}

/** Choose several from a list that is narrowed by typing: arrows move, Enter toggles, the focus stays in the input. */
export function Picker({ label, options, chosen, onToggle, onSearch, emptyText }: PickerProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const shown = onSearch ? options : options.filter(option => option.word.toLowerCase().includes(text.trim().toLowerCase()))
  const index = Math.min(active, shown.length - 1)

  useEffect(() => {
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, index])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const option = shown[index]
    if (step) setActive(Math.max(0, Math.min(index + step, shown.length - 1)))
    else if (event.key === 'Enter' && option) onToggle(option.value)
    else return
    event.preventDefault()
  }

  return (
    <div className="w-72">
      <input
        role="combobox"
        // biome-ignore lint/a11y/noAutofocus: it was opened to type in
        autoFocus
        aria-expanded
        aria-controls={id}
        aria-activedescendant={shown.length > 0 ? `${id}-${index}` : undefined}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={event => {
          setText(event.target.value)
          setActive(0)
          onSearch?.(event.target.value)
        }}
        onKeyDown={onKeyDown}
        className="h-10 w-full rounded-t-lg border-b border-line bg-transparent px-3 focus-visible:outline-none"
      />
      <div id={id} role="listbox" tabIndex={-1} aria-label={label} aria-multiselectable className="max-h-72 overflow-y-auto p-1">
        {shown.map((option, position) => (
          // The input keeps the focus and the keys; the mouse clicks.
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input toggles the active option
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant names the active option
          <div
            key={option.value}
            id={`${id}-${position}`}
            role="option"
            aria-selected={chosen.includes(option.value)}
            onMouseDown={event => event.preventDefault()}
            onMouseEnter={() => setActive(position)}
            onClick={() => onToggle(option.value)}
            className={classNames(
              'flex min-h-(--size-control) cursor-default items-center gap-2 rounded-md px-2',
              position === index && 'bg-selected',
            )}
          >
            <span className="flex-1 truncate">{option.word}</span>
            {chosen.includes(option.value) && <Check className="icon text-muted" aria-hidden />}
          </div>
        ))}
        {shown.length === 0 && <p className="px-2 py-1.5 text-muted">{emptyText}</p>}
      </div>
    </div>
  )
}
