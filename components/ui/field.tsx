'use client'
import { type ComponentProps, useId } from 'react'

type FieldProps = ComponentProps<'input'> & { label: string; hint?: string; error?: string | null }

/** A labelled input whose hint or error is read out with it. */
export function Field({ label, hint, error, ...rest }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-9 w-full rounded-md border border-line-control bg-surface px-2.5 aria-invalid:border-failed max-card:h-(--size-control)"
      />
      {note && (
        <p id={`${id}-note`} className={error ? 'text-sm text-failed-ink' : 'text-sm text-muted'}>
          {note}
        </p>
      )}
    </div>
  )
}
