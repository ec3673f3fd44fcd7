'use client'
import { useClock } from '#components/ui/clock.tsx'
import { formatAbout, formatLocal, formatSpan, formatUtc } from '#components/ui/format.ts'

/** Ago, or how long until; the absolute time, here and in UTC, on hover. */
export function RelativeTime({ time, ago = false, about = false }: { time: Date; ago?: boolean; about?: boolean }) {
  const { now, live } = useClock()
  const span = (about ? formatAbout : formatSpan)(Math.abs(now - time.getTime()))
  return (
    <time
      dateTime={time.toISOString()}
      title={live ? `${formatLocal(time)}\n${formatUtc(time)}` : formatUtc(time)}
      suppressHydrationWarning
    >
      {ago && time.getTime() <= now ? `${span} ago` : span}
    </time>
  )
}
