'use client'
import type { ReactNode } from 'react'
import { plural } from '#components/deliveries/words.ts'
import { HealthStrip } from '#components/endpoints/health-strip.tsx'
import { sumHours } from '#components/endpoints/hours.ts'
import { type EndpointAddress, useFigures } from '#components/endpoints/use-endpoint.ts'
import { QueryError } from '#components/query-error.tsx'
import { DueIn } from '#components/ui/due-in.tsx'
import { formatCount, formatCounted, formatMs, formatShare } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { EndpointFigures } from '#server/endpoints/summary-schema.ts'

/** The endpoint's numbers of the last 24 hours, and its last 30 days. */
export function FiguresPanel({ address, paused }: { address: EndpointAddress; paused: boolean }) {
  const query = useFigures(address)
  return (
    <section aria-label="Figures" className="min-w-0 rounded-lg border border-line bg-surface">
      {query.data && <Figures figures={query.data} paused={paused} />}
      {query.isPending && (
        <p className="px-4 py-6">
          <Skeleton width={280} />
        </p>
      )}
      {query.isError && !query.data && <QueryError what="figures" query={query} />}
    </section>
  )
}

function Figures({ figures, paused }: { figures: EndpointFigures; paused: boolean }) {
  const { hours, waiting, answer, lastSuccessAt, days } = figures
  const { attempted, delivered } = sumHours(hours)
  return (
    <>
      <dl className="grid grid-cols-4 border-b border-line max-nav:grid-cols-2 max-nav:[&>*:nth-child(2)]:border-r-0 max-nav:[&>*:nth-child(-n+2)]:border-b">
        <Figure name="Delivered, 24 h" note={attempted > 0 && `${formatCount(delivered)} of ${plural(attempted, 'attempt')}`}>
          {attempted > 0 ? formatShare(delivered, attempted) : 'none yet'}
        </Figure>
        <Figure name="Waiting" note={waiting.oldestAt && <Oldest since={waiting.oldestAt} />}>
          {formatCounted(waiting)}
        </Figure>
        <Figure name="Answer time, 24 h" note={answer && `p95 ${formatMs(answer.p95Ms)}`}>
          {answer ? `p50 ${formatMs(answer.p50Ms)}` : 'none yet'}
        </Figure>
        <Figure
          name="Last success"
          note={!paused && waiting.nextAttemptAt && <DueIn time={waiting.nextAttemptAt} what="next attempt" due="next attempt is due" />}
        >
          {lastSuccessAt ? <RelativeTime time={lastSuccessAt} ago about /> : 'none yet'}
        </Figure>
      </dl>
      <HealthStrip days={days} />
    </>
  )
}

function Figure({ name, note, children }: { name: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 border-line px-4 py-3 not-last:border-r">
      <dt className="truncate text-sm text-muted">{name}</dt>
      <dd className="text-lg font-semibold tracking-[-0.015em] tabular-nums">{children}</dd>
      <dd className="min-h-4 text-sm text-muted tabular-nums">{note}</dd>
    </div>
  )
}

function Oldest({ since }: { since: Date }) {
  return (
    <>
      oldest <RelativeTime time={since} />
    </>
  )
}
