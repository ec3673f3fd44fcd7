import { sumHours } from '#components/endpoints/hours.ts'
import { formatCount, formatShare } from '#components/ui/format.ts'
import { SparkBars } from '#components/ui/spark-bars.tsx'
import type { Hour } from '#server/stats/hours-schema.ts'

/** How many attempts of the last 24 hours delivered: in per cent, and hour by hour. */
export function Success({ hours }: { hours: readonly Hour[] }) {
  const { attempted, delivered } = sumHours(hours)
  if (attempted === 0) return <span className="text-muted">no attempts</span>
  const words = `${formatCount(delivered)} of ${formatCount(attempted)} attempts delivered in 24 hours`
  return (
    <span className="inline-flex items-center gap-3 align-middle" title={words}>
      <SparkBars label={words} bars={hours.map(hour => ({ good: hour.delivered, bad: hour.attempted - hour.delivered }))} />
      <span className="tabular-nums">{formatShare(delivered, attempted)}</span>
    </span>
  )
}
