'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { columns } from '#components/applications/loading-applications.tsx'
import { Success } from '#components/applications/success.tsx'
import { applicationPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { ApplicationSummary } from '#server/applications/summary-schema.ts'

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
    <TableRow onOpen={() => router.push(path)}>
      <Cell card="title">
        <Link id={row.id} href={path} prefetch={false} className="rounded-sm font-medium">
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
