'use client'
import { type ComponentProps, useId } from 'react'

type CheckFieldProps = Omit<ComponentProps<'input'>, 'type'> & { label: string; hint?: string }

/** Yes or no, with what it means beside it. */
export function CheckField({ label, hint, ...rest }: CheckFieldProps) {
  const id = useId()
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-0.5">
      <input
        id={id}
        type="checkbox"
        {...rest}
        aria-describedby={hint ? `${id}-note` : undefined}
        className="mt-0.5 size-4 accent-(--color-focus)"
      />
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-note`} className="col-start-2 text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
