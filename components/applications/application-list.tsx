'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Success } from '#components/applications/success.tsx'
import { applicationPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { ApplicationSummary } from '#server/applications/summary-schema.ts'

const columns: Column[] = [
  { name: 'Name' },
  { name: 'Uid', width: 220, className: 'max-wide:hidden' },
  { name: 'Endpoints', width: 96, right: true },
  { name: 'Delivered, 24 h', width: 220 },
  { name: 'Last message', width: 136, right: true },
]

type ApplicationListProps = {
  rows: readonly ApplicationSummary[]
  query: Parameters<typeof ShowOlder>[0]['query']
}

export function ApplicationList({ rows, query }: ApplicationListProps) {
  return (
    <>
      <Table label="Applications">
        <TableHead columns={columns} />
        <TableBody>
          {rows.map(row => (
            <ApplicationRow key={row.id} row={row} />
          ))}
        </TableBody>
      </Table>
      <ShowOlder query={query} />
    </>
  )
}

function ApplicationRow({ row }: { row: ApplicationSummary }) {
  const scope = useScope()
  const router = useRouter()
  const path = applicationPath(scope, row.id)
  return (
    // The link inside is the way for keyboards; the row is only a larger target for the mouse.
    <TableRow onClick={() => router.push(path)} className="cursor-pointer">
      <Cell card="title">
        <Link id={row.id} href={path} prefetch={false} onClick={event => event.stopPropagation()} className="rounded-sm font-medium">
          {row.name}
        </Link>
      </Cell>
      <Cell className="font-mono text-sm max-wide:hidden max-card:block!" title={row.uid ?? undefined}>
        {row.uid}
      </Cell>
      <Cell right>
        {row.endpointCount}
        <span className="card:hidden"> {row.endpointCount === 1 ? 'endpoint' : 'endpoints'}</span>
      </Cell>
      <Cell>
        <Success hours={row.hours} />
      </Cell>
      <Cell card="end" right className="text-muted">
        {row.lastMessageAt === null ? 'none yet' : <RelativeTime time={row.lastMessageAt} ago />}
      </Cell>
    </TableRow>
  )
}

const widths = [140, 96, 24, 150, 56]

export function LoadingApplications() {
  return (
    <Table label="Applications are loading" busy>
      <TableHead columns={columns} />
      <TableBody>
        {Array.from({ length: 8 }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
          <TableRow key={row}>
            {columns.map(({ name, right, className }, column) => (
              <Cell key={name} right={right} className={className}>
                <Skeleton width={(widths[column] ?? 0) - (row % 3) * 8} />
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
