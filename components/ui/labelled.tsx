'use client'
import { type ReactNode, useId } from 'react'

/** What a control is given: its id, and what reads its note out with it. */
export type Labelling = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }

export type LabelledProps = { label: string; hint?: ReactNode; error?: string | null }

/** A control under its label, with its hint, or in its place what is wrong. */
export function Labelled({ label, hint, error, children }: LabelledProps & { children: (labelling: Labelling) => ReactNode }) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': note ? `${id}-note` : undefined })}
      {note && (
        <p id={`${id}-note`} className={error ? 'text-sm text-failed-ink' : 'text-sm text-muted'}>
          {note}
        </p>
      )}
    </div>
  )
}
