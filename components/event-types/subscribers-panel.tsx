'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import Link from 'next/link'
import { byCursor } from '#components/by-cursor.ts'
import { QueryError } from '#components/query-error.tsx'
import { endpointPath } from '#components/shell/paths.ts'
import { useMerchant, useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { formatCounted } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Subscriber, SubscriberCount } from '#server/event-types/dashboard-schema.ts'

/** Which endpoints get it: by its name, or because they subscribe to everything. */
export function SubscribersPanel({ name, count }: { name: string; count?: SubscriberCount }) {
  const trpc = useTRPC()
  const scope = useScope()
  const query = useInfiniteQuery(trpc.eventTypes.subscribers.infiniteQueryOptions({ ...scope, name }, byCursor))
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <Panel
      title="Subscribers"
      label="Subscribers"
      end={count && <span className="text-sm text-muted tabular-nums">{formatCounted(count)}</span>}
    >
      {query.isPending && (
        <div className="grid gap-2 p-4">
          <Skeleton width={220} />
          <Skeleton width={180} />
        </div>
      )}
      {query.isError && !query.data && <QueryError what="list of subscribers" query={query} />}
      {query.data && rows.length === 0 && !query.hasNextPage && (
        <p className="px-4 py-3 text-pretty text-muted">No endpoint subscribes to it, so that its messages go nowhere.</p>
      )}
      {rows.length > 0 && (
        <ul>
          {rows.map(row => (
            <SubscriberRow key={row.endpoint.id} row={row} />
          ))}
        </ul>
      )}
      <ShowOlder query={query} word="Show more" />
    </Panel>
  )
}

function SubscriberRow({ row: { application, endpoint, toAll } }: { row: Subscriber }) {
  const scope = useScope()
  const merchant = useMerchant()
  return (
    <li className="grid gap-0.5 border-t border-line px-4 py-2 first:border-t-0">
      <div className="flex items-center gap-2">
        {!merchant && <span className="min-w-0 flex-1 truncate font-medium">{application.name}</span>}
        {endpoint.disabled && <Badge tone="neutral" icon={Ban} word="Disabled" quiet />}
        {toAll && <span className="text-sm text-muted">all event types</span>}
      </div>
      <Link
        href={endpointPath(scope, { application: application.id, endpoint: endpoint.id })}
        prefetch={false}
        title={endpoint.url}
        className="truncate rounded-sm font-mono text-sm text-muted hover:text-text"
      >
        {endpoint.url}
      </Link>
    </li>
  )
}
