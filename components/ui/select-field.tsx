'use client'
import type { ComponentProps } from 'react'
import { Labelled, type LabelledProps } from '#components/ui/labelled.tsx'

type SelectFieldProps = ComponentProps<'select'> & Omit<LabelledProps, 'error'> & { options: readonly { value: string; word: string }[] }

/** A labelled choice of one; the browser's own, which every phone and screen reader knows. */
export function SelectField({ label, hint, options, ...rest }: SelectFieldProps) {
  return (
    <Labelled label={label} hint={hint}>
      {labelling => (
        <select
          {...rest}
          {...labelling}
          className="h-9 w-full rounded-md border border-line-control bg-surface px-2 disabled:text-muted max-card:h-(--size-control)"
        >
          {options.map(({ value, word }) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}
