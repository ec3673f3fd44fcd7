'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { Success } from '#components/applications/success.tsx'
import { byCursor } from '#components/by-cursor.ts'
import { shortUrl } from '#components/deliveries/words.ts'
import { HealthBadge } from '#components/endpoints/health-badge.tsx'
import { QueryError } from '#components/query-error.tsx'
import { endpointPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { formatCounted } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { EndpointSummary } from '#server/endpoints/summary-schema.ts'

const columns: Column[] = [
  { name: 'State', width: 124 },
  { name: 'Endpoint' },
  { name: 'Delivered, 24 h', width: 212 },
  { name: 'Waiting', width: 104, right: true },
]

type EndpointListProps = {
  application: string
  /** Whether they are those for operational events. */
  operational?: boolean
  /** What is said where there are none. */
  empty: ReactNode
}

/** An application's endpoints, or those for operational events. */
export function EndpointList({ application, operational = false, empty }: EndpointListProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const query = useInfiniteQuery(trpc.endpoints.list.infiniteQueryOptions({ ...scope, application }, byCursor))
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  if (query.isPending)
    return (
      <p className="px-4 py-3">
        <Skeleton width={240} />
      </p>
    )
  if (query.isError && rows.length === 0) return <QueryError what="endpoints" query={query} />
  if (rows.length === 0) return <p className="px-4 py-3 text-pretty text-muted">{empty}</p>
  return (
    <>
      <Table label="Endpoints">
        <TableHead columns={columns} />
        <TableBody>
          {rows.map(row => (
            <EndpointRow key={row.id} path={endpointPath(scope, { application, endpoint: row.id, operational })} row={row} />
          ))}
        </TableBody>
      </Table>
      <ShowOlder query={query} />
    </>
  )
}

function EndpointRow({ path, row }: { path: string; row: EndpointSummary }) {
  const router = useRouter()
  return (
    <TableRow onOpen={() => router.push(path)} className="last:border-b-0">
      <Cell card="state">
        <HealthBadge state={row.state} inList />
      </Cell>
      <Cell card="title" title={row.url}>
        <Link href={path} prefetch={false} className="rounded-sm font-mono text-sm">
          {shortUrl(row.url)}
        </Link>
        {row.description && <span className="ml-2 text-muted">{row.description}</span>}
      </Cell>
      <Cell>
        <Success hours={row.hours} />
      </Cell>
      <Cell card="end" right>
        {row.waiting.count === 0 ? <span className="text-muted">none</span> : formatCounted(row.waiting)}
        <span className="card:hidden"> waiting</span>
      </Cell>
    </TableRow>
  )
}
