'use client'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

/** `now` in ms by the server's clock, so that ages are right on a computer whose clock is not; `live` once the browser has taken over. */
type Clock = { now: number; live: boolean }

const ClockContext = createContext<Clock | null>(null)

/** One tick per second for every relative time on the page. The first render uses the server's moment, so that both render the same. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  const [clock, setClock] = useState<Clock>({ now: renderedAt, live: false })
  useEffect(() => {
    const skewMs = renderedAt - Date.now()
    // A page that was prerendered or restored is older than the way to the browser: then the browser's clock is the better one.
    const offsetMs = Math.abs(skewMs) < 2_000 ? 0 : skewMs
    const tick = () => setClock({ now: Date.now() + offsetMs, live: true })
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [renderedAt])
  return <ClockContext value={clock}>{children}</ClockContext>
}

export function useClock(): Clock {
  const clock = useContext(ClockContext)
  if (clock === null) throw new Error('A relative time needs a ClockProvider around it')
  return clock
}
