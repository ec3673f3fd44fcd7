'use client'
import Link from 'next/link'
import { describeRange } from '#components/messages/filters.ts'
import { MoreRows } from '#components/more-rows.tsx'
import { QueryError } from '#components/query-error.tsx'
import { isFiltered, unfiltered } from '#components/request-log/filters.ts'
import { StatusBadge } from '#components/request-log/status-badge.tsx'
import type { useRequestLog } from '#components/request-log/use-request-log.ts'
import { nameActor, nameOperation, shortPath } from '#components/request-log/words.ts'
import { requestPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { LoadingTable } from '#components/ui/loading-table.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { RequestLogFilter, RequestLogRow } from '#server/request-log/schema.ts'

const columns = [
  { name: 'Status', width: 168 },
  { name: 'Why' },
  { name: 'Operation', width: 216, className: 'max-wide:hidden' },
  { name: 'By', width: 136 },
  { name: 'Age', width: 84, right: true },
]

const widths = [
  [104, 320, 120, 96, 32],
  [88, 260, 132, 80, 36],
  [112, 360, 104, 104, 28],
]

type RequestLogListProps = {
  log: ReturnType<typeof useRequestLog>
  filter: RequestLogFilter
  current: string | null
  onOpen: (row: RequestLogRow) => void
  onFilter: (filter: RequestLogFilter) => void
}

export function RequestLogList({ log, filter, current, onOpen, onFilter }: RequestLogListProps) {
  const { query, rows } = log
  if (query.isPending) return <LoadingTable label="The request log is loading" columns={columns} widths={widths} rows={12} />
  if (query.isError && rows.length === 0) return <QueryError what="request log" query={query} note="Filters and position are kept." />
  if (rows.length === 0 && !query.hasNextPage) return <NothingRefused filter={filter} onFilter={onFilter} />
  return (
    <>
      <Table label="Refused requests">
        <TableHead columns={columns} />
        <TableBody>
          {rows.map(row => (
            <RequestLine key={row.id} row={row} current={row.id === current} onOpen={() => onOpen(row)} />
          ))}
        </TableBody>
      </Table>
      <MoreRows query={query} what="requests" lookedAt={log.lookedAt} />
    </>
  )
}

function RequestLine({ row, current, onOpen }: { row: RequestLogRow; current: boolean; onOpen: () => void }) {
  const scope = useScope()
  return (
    <TableRow current={current} onOpen={onOpen}>
      <Cell card="state">
        <StatusBadge status={row.status} />
      </Cell>
      <Cell title={`${row.reason}\n${row.method} ${row.path}`} className="max-card:w-full max-card:whitespace-normal max-card:text-text!">
        <Link id={row.id} href={requestPath(scope, row.requestId)} prefetch={false} className="rounded-sm">
          {row.reason}
        </Link>{' '}
        <span className="font-mono text-sm text-muted">
          {row.method} {shortPath(row.path)}
        </span>
        {row.more > 0 && <span className="text-muted"> and {formatCount(row.more)} more</span>}
      </Cell>
      <Cell className="font-mono text-sm max-wide:hidden max-card:block!">{nameOperation(row.operation)}</Cell>
      <Cell title={row.actor.prefix ? `${row.actor.prefix}…` : undefined}>{nameActor(row.actor)}</Cell>
      <Cell card="end" right className="text-muted">
        <RelativeTime time={row.at} about />
      </Cell>
    </TableRow>
  )
}

function NothingRefused({ filter, onFilter }: Pick<RequestLogListProps, 'filter' | 'onFilter'>) {
  if (isFiltered(filter))
    return (
      <StateBox
        title={filter.search === '' ? `No refused request matches ${describeRange(filter.range)}` : 'No refused request has this id'}
        actions={<Button onClick={() => onFilter(unfiltered(filter))}>Clear filters</Button>}
      >
        <p className="text-muted">
          {filter.search === ''
            ? 'Remove a filter, or choose a longer time.'
            : 'It may have gone well, be older than seven days, or be of another environment.'}
        </p>
      </StateBox>
    )
  return (
    <StateBox title={`Nothing was refused ${describeRange(filter.range)}`}>
      <p className="text-muted">
        A request that the API refuses or fails to answer appears here by itself, with the reason, for seven days. The answer’s header{' '}
        <code>x-request-id</code> finds it. Requests with a token that is no key of this environment are not here: nobody knows whose they
        are.
      </p>
    </StateBox>
  )
}
