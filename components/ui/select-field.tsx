'use client'
import { type ComponentProps, useId } from 'react'

type SelectFieldProps = ComponentProps<'select'> & { label: string; hint?: string; options: readonly { value: string; word: string }[] }

/** A labelled choice of one; the browser's own, which every phone and screen reader knows. */
export function SelectField({ label, hint, options, ...rest }: SelectFieldProps) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        {...rest}
        aria-describedby={hint ? `${id}-note` : undefined}
        className="h-9 w-full rounded-md border border-line-control bg-surface px-2 disabled:text-muted max-card:h-(--size-control)"
      >
        {options.map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-note`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
