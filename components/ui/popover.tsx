'use client'
import { type ReactNode, useState } from 'react'
import { buttonClass } from '#components/ui/button.tsx'
import { useFloating } from '#components/ui/use-floating.ts'

type PopoverProps = { label: ReactNode; name: string; children: () => ReactNode }

/** A button and what it opens; the content begins anew each time. */
export function Popover({ label, name, children }: PopoverProps) {
  const { id, anchor, floating } = useFloating()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" popoverTarget={id} aria-haspopup="dialog" className={buttonClass('quiet')} style={anchor}>
        {label}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={name}
        style={floating}
        onToggle={event => setOpen(event.newState === 'open')}
        className="floating rounded-lg bg-raised text-text shadow-overlay"
      >
        {open && children()}
      </div>
    </>
  )
}
