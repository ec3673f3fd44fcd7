'use client'
import { useEffect, useRef } from 'react'

/** Enter belongs to the link or button that has the focus. */
const pressesTarget = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button') !== null

const fields = 'textarea, select, input:not([type="checkbox"], [type="radio"])'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches(fields))

/** ⌘ where the keyboard has it, Ctrl elsewhere. */
export const isCommand = (event: Pick<KeyboardEvent, 'metaKey' | 'ctrlKey'>): boolean => event.metaKey || event.ctrlKey

/** Whether a key alone belongs to what has the focus or floats above the page. */
const isTaken = (event: KeyboardEvent): boolean =>
  isTyping(event.target) || pressesTarget(event) || document.querySelector(':popover-open:not([role="tooltip"])') !== null

/**
 * Keys that act on the page, not while a dialog is open. A single key does not act while somebody types or in a menu; one with the command
 * key (`mod+k`) does.
 */
export function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]')) return
      if (!isCommand(event) && isTaken(event)) return
      const act = latest.current[isCommand(event) ? `mod+${event.key}` : event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
