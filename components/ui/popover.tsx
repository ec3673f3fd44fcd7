'use client'
import * as Primitive from 'radix-ui/popover'
import type { ReactElement, ReactNode } from 'react'

type PopoverProps = { trigger: ReactElement; label: string; open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode }

/** Floats beside its trigger; Escape and a click outside close it. */
export function Popover({ trigger, label, open, onOpenChange, children }: PopoverProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 rounded-lg bg-raised shadow-overlay focus-visible:outline-none"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
