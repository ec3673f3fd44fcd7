'use client'
import { useClock } from '#components/ui/clock.tsx'
import { formatLocal, formatSpan, formatUtc } from '#components/ui/format.ts'

/** Ago, or how long until; the absolute time, here and in UTC, on hover. */
export function RelativeTime({ time, ago = false, className }: { time: Date; ago?: boolean; className?: string }) {
  const { now, live } = useClock()
  const span = formatSpan(Math.abs(now - time.getTime()))
  return (
    <time
      dateTime={time.toISOString()}
      title={live ? `${formatLocal(time)}\n${formatUtc(time)}` : formatUtc(time)}
      className={className}
      suppressHydrationWarning
    >
      {ago && time.getTime() <= now ? `${span} ago` : span}
    </time>
  )
}
