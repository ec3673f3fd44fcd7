'use client'
import { useClock } from '#components/ui/clock.tsx'
import { formatAbout, formatSpan } from '#components/ui/format.ts'

type DueInProps = {
  /** Null: at once. */
  time: Date | null
  /** What comes then: "next attempt". */
  what?: string
  /** What is said from a second before. */
  due?: string
  /** In the largest unit alone. */
  about?: boolean
}

/** `in 4 min 42 s` until what is planned is due. */
export function DueIn({ time, what, due = 'due now', about = false }: DueInProps) {
  const { now } = useClock()
  const leftMs = (time?.getTime() ?? now) - now
  const span = (about ? formatAbout : formatSpan)(leftMs)
  return <span suppressHydrationWarning>{leftMs > 1_000 ? [what, 'in', span].filter(Boolean).join(' ') : due}</span>
}
