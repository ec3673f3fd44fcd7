'use client'
import { useId } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'

type CheckFieldProps = { label: string; hint: string; checked: boolean; onChange: (checked: boolean) => void }

/** Yes or no, with what it means below it. */
export function CheckField({ label, hint, checked, onChange }: CheckFieldProps) {
  const note = useId()
  return (
    <div className="-ml-2">
      <Checkbox checked={checked} onChange={onChange} describedBy={note}>
        <span className="font-medium">{label}</span>
      </Checkbox>
      <p id={note} className="pl-8 text-sm text-muted">
        {hint}
      </p>
    </div>
  )
}
