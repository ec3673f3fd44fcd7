'use client'
import { type ComponentProps, useId } from 'react'

type TextAreaProps = ComponentProps<'textarea'> & { label: string; hint?: string; error?: string | null }

/** A labelled text of several lines that a machine reads, with its hint or error read out with it. */
export function TextArea({ label, hint, error, ...rest }: TextAreaProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        spellCheck={false}
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="min-h-60 w-full rounded-md border border-line-control bg-surface p-2.5 font-mono text-sm leading-4.5 aria-invalid:border-failed"
      />
      {note && (
        <p id={`${id}-note`} className={error ? 'text-sm text-failed-ink' : 'text-sm text-muted'}>
          {note}
        </p>
      )}
    </div>
  )
}
