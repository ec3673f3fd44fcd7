'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { Findings } from '#components/system/findings.tsx'
import { Queues } from '#components/system/queues.tsx'
import { Sizes } from '#components/system/sizes.tsx'
import { Workers } from '#components/system/workers.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { formatBytes, formatCount, formatCounted } from '#components/ui/format.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import type { System } from '#server/system/schema.ts'

/** Queues and workers announce nothing: they are looked at. */
const everyMs = 5_000

export function SystemScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const refusal = useRefusal('viewSystem', 'The state of the whole installation')
  const query = useQuery(trpc.system.get.queryOptions(scope, { enabled: refusal === null, refetchInterval: everyMs }))
  const system = query.data
  return (
    <>
      <PageBar title="System" live={query.isSuccess && !query.isRefetchError} />
      <main>
        <h1 className="sr-only">System</h1>
        {refusal && (
          <StateBox title="This is for admins and owners">
            <p className="text-muted">{refusal}</p>
          </StateBox>
        )}
        {refusal === null && query.isPending && <LoadingSystem />}
        {query.isError && system === undefined && <QueryError what="state of the system" query={query} />}
        {system && <Panels system={system} />}
      </main>
    </>
  )
}

function Panels({ system }: { system: System }) {
  const alive = system.workers.filter(worker => worker.alive)
  return (
    <div className="grid gap-4 p-6 max-nav:p-4">
      {alive.length === 0 && (
        <Notice>No worker has been seen for 30 seconds. Messages are accepted and stored, and nothing is delivered until one runs.</Notice>
      )}
      {system.weeksAhead < 2 && (
        <Notice>
          Partitions are made for {system.weeksAhead} whole weeks to come. Without new ones messages will be refused; the worker’s log says
          why none are made.
        </Notice>
      )}
      <dl className="grid grid-cols-4 rounded-lg border border-line bg-surface max-wide:grid-cols-2 max-card:grid-cols-1">
        <Figure name="Workers" note={`${formatCount(alive.reduce((sum, worker) => sum + worker.inFlight, 0))} deliveries in flight`}>
          {formatCount(alive.length)}
        </Figure>
        <Figure name="Messages per minute" note="accepted, all environments together">
          {formatCounted({ count: system.ingest.perMinute, more: system.ingest.more })}
        </Figure>
        <Figure name="Database" note={`partitions for ${system.weeksAhead} weeks to come`}>
          {formatBytes(system.databaseBytes)}
        </Figure>
        <Figure name="Version" note={`Node ${system.versions.node}, PostgreSQL ${system.versions.postgres}`}>
          {system.versions.posthorn}
        </Figure>
      </dl>
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <Workers workers={system.workers} now={system.now} />
        <Queues queues={system.queues} lanes={system.lanes} />
      </div>
      <Sizes weeks={system.weeks} others={system.others} />
      <Findings findings={system.findings} />
    </div>
  )
}

function Figure({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="min-w-0 border-l border-line px-4 py-3 first:border-l-0 max-wide:odd:border-l-0 max-wide:nth-[n+3]:border-t max-card:border-l-0 max-card:not-first:border-t">
      <dt className="truncate text-muted">{name}</dt>
      <dd className="text-lg font-semibold whitespace-nowrap tabular-nums">{children}</dd>
      <dd className="truncate text-sm text-muted tabular-nums">{note}</dd>
    </div>
  )
}

function LoadingSystem() {
  return (
    <div aria-busy className="grid gap-4 p-6 max-nav:p-4">
      {[84, 160, 240].map(height => (
        <div key={height} className="rounded-lg border border-line bg-surface p-4" style={{ height }}>
          <Skeleton width={height} />
        </div>
      ))}
    </div>
  )
}
