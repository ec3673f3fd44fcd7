'use client'
import { Check, Minus } from 'lucide-react'
import { useEffect, useRef } from 'react'

type CheckboxProps = { label: string; checked: boolean | 'some'; onChange: (checked: boolean) => void }

/** The browser's own, with our look; its target is larger than what is seen. */
export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = checked === 'some'
  }, [checked])
  const Icon = checked === 'some' ? Minus : Check
  return (
    <label className="relative inline-grid size-6 place-items-center align-middle max-card:size-10">
      <input
        ref={input}
        type="checkbox"
        aria-label={label}
        checked={checked === true}
        onChange={event => onChange(event.target.checked)}
        className="peer size-4 appearance-none rounded-sm border border-line-control bg-surface checked:border-inverse checked:bg-inverse indeterminate:border-inverse indeterminate:bg-inverse"
      />
      <Icon
        className="pointer-events-none absolute size-3 text-on-inverse not-peer-checked:not-peer-indeterminate:hidden"
        strokeWidth={3}
        aria-hidden
      />
    </label>
  )
}
