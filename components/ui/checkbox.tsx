'use client'
import { Check, Minus } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

type CheckboxProps = {
  /** Its name where no text stands beside it. */
  label?: string
  checked: boolean | 'some'
  onChange: (checked: boolean) => void
  /** Id of what else is to be read out. */
  describedBy?: string
  /** The text beside it, which can be clicked as well. */
  children?: ReactNode
}

const alone = 'inline-grid size-6 place-items-center align-middle max-card:size-10'
const withText = 'flex min-h-(--size-control) cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-hover'

/** The browser's own, with our look; its target is larger than what is seen. */
export function Checkbox({ label, checked, onChange, describedBy, children }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = checked === 'some'
  }, [checked])
  const Icon = checked === 'some' ? Minus : Check
  return (
    <label className={children === undefined ? alone : withText}>
      <span className="relative grid size-4 flex-none place-items-center">
        <input
          ref={input}
          type="checkbox"
          aria-label={label}
          aria-describedby={describedBy}
          checked={checked === true}
          onChange={event => onChange(event.target.checked)}
          className="peer size-4 appearance-none rounded-sm border border-line-control bg-surface checked:border-inverse checked:bg-inverse indeterminate:border-inverse indeterminate:bg-inverse disabled:opacity-50"
        />
        <Icon
          className="pointer-events-none absolute size-3 text-on-inverse not-peer-checked:not-peer-indeterminate:hidden"
          strokeWidth={3}
          aria-hidden
        />
      </span>
      {children}
    </label>
  )
}
