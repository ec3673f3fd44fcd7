'use client'
import type { ComponentProps } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { Labelled, type LabelledProps } from '#components/ui/labelled.tsx'

/** A labelled text of several lines that a machine reads, with its hint or error read out with it. `rows`: where it is a short one. */
export function TextArea({ label, hint, error, ...rest }: ComponentProps<'textarea'> & LabelledProps) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {labelling => (
        <textarea
          spellCheck={false}
          {...rest}
          {...labelling}
          className={classNames(
            'w-full rounded-md border border-line-control bg-surface p-2.5 font-mono text-sm leading-4.5 aria-invalid:border-failed',
            rest.rows === undefined && 'min-h-60',
          )}
        />
      )}
    </Labelled>
  )
}
