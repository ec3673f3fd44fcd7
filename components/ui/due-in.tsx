'use client'
import { useClock } from '#components/ui/clock.tsx'
import { type Due, formatDue } from '#components/ui/format.ts'

type DueInProps = Omit<Due, 'leftMs'> & {
  /** Null: at once. */
  time: Date | null
}

/** The time until what is planned, in words that go with the clock. */
export function DueIn({ time, ...words }: DueInProps) {
  const { now } = useClock()
  return <span suppressHydrationWarning>{formatDue({ leftMs: (time?.getTime() ?? now) - now, ...words })}</span>
}
