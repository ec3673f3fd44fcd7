'use client'
import type { ComponentProps } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { Labelled, type LabelledProps } from '#components/ui/labelled.tsx'

/** A labelled input whose hint or error is read out with it. `mono`: what is typed a machine reads. */
export function Field({ label, hint, error, mono = false, ...rest }: ComponentProps<'input'> & LabelledProps & { mono?: boolean }) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {labelling => (
        <input
          {...rest}
          {...labelling}
          className={classNames(
            'h-9 w-full rounded-md border border-line-control bg-surface px-2.5 aria-invalid:border-failed max-card:h-(--size-control)',
            mono && 'font-mono text-sm',
          )}
        />
      )}
    </Labelled>
  )
}
