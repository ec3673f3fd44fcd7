'use client'
import type { ComponentProps } from 'react'
import { Labelled, type LabelledProps } from '#components/ui/labelled.tsx'

/** A labelled input whose hint or error is read out with it. */
export function Field({ label, hint, error, ...rest }: ComponentProps<'input'> & LabelledProps) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {labelling => (
        <input
          {...rest}
          {...labelling}
          className="h-9 w-full rounded-md border border-line-control bg-surface px-2.5 aria-invalid:border-failed max-card:h-(--size-control)"
        />
      )}
    </Labelled>
  )
}
