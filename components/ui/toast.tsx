'use client'
import { useSyncExternalStore } from 'react'

/** One short notice at a time, said by screen readers too. The newest replaces the one before. */
const shownMs = 5_000
let current: string | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function set(text: string | null) {
  current = text
  for (const listener of listeners) listener()
}

export function showToast(text: string) {
  clearTimeout(timer)
  timer = setTimeout(() => set(null), shownMs)
  set(text)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function ToastRegion() {
  const text = useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  )
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-12 z-40 grid justify-items-center px-4">
      {text && <p className="max-w-120 rounded-md bg-inverse px-3 py-2 text-on-inverse shadow-overlay">{text}</p>}
    </div>
  )
}
