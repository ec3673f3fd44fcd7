'use client'
import { Check } from 'lucide-react'
import * as Primitive from 'radix-ui/dropdown-menu'
import type { ReactElement, ReactNode } from 'react'

/** A button's menu. Not modal: the page behind stays as it is, no scroll bar jumps. */
export function Menu({ trigger, label, children }: { trigger: ReactElement; label: string; children: ReactNode }) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-lg bg-raised p-1 shadow-overlay"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const item =
  'flex min-h-(--size-control) items-center gap-2 rounded-md px-2 outline-none data-[highlighted]:bg-selected data-[highlighted]:outline-none cursor-default'

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Primitive.Item onSelect={onSelect} className={item}>
      {children}
    </Primitive.Item>
  )
}

/** One of several, the chosen one marked. */
export function MenuChoice({ chosen, onSelect, children }: { chosen: boolean; onSelect: () => void; children: ReactNode }) {
  return (
    <Primitive.CheckboxItem checked={chosen} onSelect={onSelect} className={item}>
      <span className="flex-1">{children}</span>
      <Primitive.ItemIndicator>
        <Check className="icon text-mark" aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.CheckboxItem>
  )
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2 pt-1.5 pb-1 text-sm text-muted">{children}</Primitive.Label>
}
