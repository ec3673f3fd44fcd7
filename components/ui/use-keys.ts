'use client'
import { useEffect, useRef } from 'react'

/** Enter belongs to the link or button that has the focus. */
const pressesTarget = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button') !== null

const fields = 'textarea, select, input:not([type="checkbox"], [type="radio"])'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches(fields))

/** Single keys that act on the page; not while somebody types, in a dialog or menu, or with a modifier held. */
export function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || pressesTarget(event)) return
      if (document.querySelector('dialog[open], :popover-open:not([role="tooltip"])')) return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
