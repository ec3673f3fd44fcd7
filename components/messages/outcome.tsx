'use client'
import { plural, reasonWords } from '#components/deliveries/words.ts'
import { useClock } from '#components/ui/clock.tsx'
import { formatAbout, formatMs, formatSpan } from '#components/ui/format.ts'
import type { FeedRow } from '#server/messages/feed-schema.ts'

/** What came of a message, or comes next, in a few words. */
export function Outcome({ row }: { row: FeedRow }) {
  const { now } = useClock()
  if (row.state === null) return 'none matches'
  if (row.state === 'pending' || row.state === 'retrying') {
    const leftMs = row.nextAttemptAt === null ? 0 : row.nextAttemptAt.getTime() - now
    return <span suppressHydrationWarning>{leftMs > 1_000 ? `next in ${formatAbout(leftMs)}` : 'due now'}</span>
  }
  if (row.state === 'delivered') return row.deliveredMs === null ? '' : `in ${formatTime(row.deliveredMs)}`
  return row.reason === null ? plural(row.attemptCount, 'attempt') : reasonWords[row.reason]
}

const formatTime = (ms: number): string => (ms < 60_000 ? formatMs(ms) : formatSpan(ms))
