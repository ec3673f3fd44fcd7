'use client'
import { Check } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef } from 'react'
import { notOffered } from '#components/ui/button.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { useFloating } from '#components/ui/use-floating.ts'

type MenuProps = {
  /** What the button shows, how it looks, and its name where that is not what it shows. */
  trigger: ReactNode
  triggerClass: string
  triggerLabel?: string
  label: string
  children: ReactNode
}

/** A button's menu: arrows, Home and End move, Enter chooses, Escape and Tab close. */
export function Menu({ trigger, triggerClass, triggerLabel, label, children }: MenuProps) {
  const { id, anchor, floating } = useFloating()
  const menu = useRef<HTMLDivElement>(null)
  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]

  const onToggle = (event: ToggleEvent) => {
    if (event.newState === 'open') (items().find(item => item.ariaChecked === 'true') ?? items()[0])?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const target = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Tab') menu.current?.hidePopover()
    if (target === undefined) return
    event.preventDefault()
    all[target % all.length]?.focus()
  }

  return (
    <>
      <button type="button" popoverTarget={id} aria-haspopup="menu" aria-label={triggerLabel} className={triggerClass} style={anchor}>
        {trigger}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        style={floating}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        onClick={() => menu.current?.hidePopover()}
        className="floating max-h-[80dvh] min-w-48 overflow-y-auto rounded-lg bg-raised p-1 text-text shadow-overlay"
      >
        {children}
      </div>
    </>
  )
}

const item =
  'flex min-h-(--size-control) w-full items-center gap-2 rounded-md px-2 text-left hover:bg-selected focus-visible:bg-selected focus-visible:outline-none'

type MenuItemProps = {
  onSelect: () => void
  /** Why it can't be chosen now; said under its name. */
  disabledReason?: string | null
  children: ReactNode
}

export function MenuItem({ onSelect, disabledReason = null, children }: MenuItemProps) {
  const id = useId()
  if (disabledReason === notOffered) return null
  if (disabledReason === null)
    return (
      <button type="button" data-command role="menuitem" tabIndex={-1} onClick={onSelect} className={item}>
        {children}
      </button>
    )
  return (
    <button
      type="button"
      data-command
      role="menuitem"
      tabIndex={-1}
      aria-disabled
      aria-labelledby={`${id}-word`}
      aria-describedby={`${id}-reason`}
      onClick={event => event.stopPropagation()}
      className={classNames(item, 'cursor-not-allowed! text-muted')}
    >
      <span className="grid max-w-64 py-1">
        <span id={`${id}-word`}>{children}</span>
        <span id={`${id}-reason`} className="text-sm text-pretty">
          {disabledReason}
        </span>
      </span>
    </button>
  )
}

/** One of several, the chosen one marked. */
export function MenuChoice({ chosen, onSelect, children }: { chosen: boolean; onSelect: () => void; children: ReactNode }) {
  return (
    <button type="button" data-command role="menuitemradio" aria-checked={chosen} tabIndex={-1} onClick={onSelect} className={item}>
      <span className="flex-1">{children}</span>
      <Check className={classNames('icon text-mark', !chosen && 'invisible')} aria-hidden />
    </button>
  )
}

/** Choices under one name. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
    <div role="group" aria-label={label}>
      <p className="px-2 pt-1.5 pb-1 text-sm text-muted">{label}</p>
      {children}
    </div>
  )
}
