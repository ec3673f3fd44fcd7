'use client'
import { classNames } from '#components/ui/class-names.ts'

type SegmentedProps<V extends string> = {
  label: string
  options: readonly { value: V; word: string }[]
  value: V | null
  onChange: (value: V) => void
}

/** One of a few, all visible. */
export function Segmented<V extends string>({ label, options, value, onChange }: SegmentedProps<V>) {
  return (
    <fieldset className="inline-flex max-w-full overflow-x-auto rounded-md bg-selected p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classNames(
            'inline-flex h-6 items-center rounded-sm px-2 text-sm whitespace-nowrap max-card:h-9 focus-visible:-outline-offset-2',
            option.value === value ? 'bg-thumb font-medium text-text shadow-control' : 'text-muted hover:text-text',
          )}
        >
          {option.word}
        </button>
      ))}
    </fieldset>
  )
}
