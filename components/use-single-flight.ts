'use client'
import { useCallback, useEffect, useRef } from 'react'

/** Runs one at a time; a call during a run leads to one more run after it. */
export function useSingleFlight(work: () => Promise<void>): () => void {
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  const state = useRef({ running: false, again: false })
  return useCallback(async () => {
    if (state.current.running) {
      state.current.again = true
      return
    }
    state.current.running = true
    try {
      do {
        state.current.again = false
        // A failed look is made good by the next change; the list itself says when the server is away.
        await latest.current().catch(() => {})
      } while (state.current.again)
    } finally {
      state.current.running = false
    }
  }, [])
}
