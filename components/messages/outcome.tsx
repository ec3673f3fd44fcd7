import { plural, reasonWords } from '#components/deliveries/words.ts'
import { DueIn } from '#components/ui/due-in.tsx'
import { formatMs, formatSpan } from '#components/ui/format.ts'
import type { FeedRow } from '#server/messages/feed-schema.ts'

/** What came of a message, or comes next, in a few words. */
export function Outcome({ row }: { row: FeedRow }) {
  if (row.state === null) return 'none matches'
  if (row.state === 'pending' || row.state === 'retrying') return <DueIn time={row.nextAttemptAt} paused={row.paused} what="next" about />
  if (row.state === 'delivered') return row.deliveredMs === null ? '' : `in ${formatTime(row.deliveredMs)}`
  return row.reason === null ? plural(row.attemptCount, 'attempt') : reasonWords[row.reason]
}

const formatTime = (ms: number): string => (ms < 60_000 ? formatMs(ms) : formatSpan(ms))
