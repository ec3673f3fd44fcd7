'use client'
import { useId } from 'react'

type SelectProps<V extends string> = {
  label: string
  options: readonly { value: V; word: string }[]
  value: V
  onChange: (value: V) => void
}

/** One of a few, by the browser's own list; its name stands beside it. */
export function Select<V extends string>({ label, options, value, onChange }: SelectProps<V>) {
  const id = useId()
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={event => onChange(event.target.value as V)}
        className="h-(--size-control) min-w-0 rounded-md border border-line-control bg-surface px-2"
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
    </span>
  )
}
