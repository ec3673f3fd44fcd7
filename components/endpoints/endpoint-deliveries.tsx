'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { labelOutcome } from '#components/attempts/words.ts'
import { byCursor } from '#components/by-cursor.ts'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { reasonWords } from '#components/deliveries/words.ts'
import { deliveryViews, viewShown } from '#components/endpoints/delivery-views.ts'
import type { EndpointAddress } from '#components/endpoints/use-endpoint.ts'
import { QueryError } from '#components/query-error.tsx'
import { deliveryPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { DueIn } from '#components/ui/due-in.tsx'
import { formatMs } from '#components/ui/format.ts'
import { truncateMiddle } from '#components/ui/id-text.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, type Column, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'
import type { DeliveryRowView } from '#server/deliveries/rows-schema.ts'

const columns: Column[] = [
  { name: 'State', width: 108 },
  { name: 'Event type' },
  { name: 'Event id', width: 120, className: 'max-wide:hidden' },
  { name: 'Attempts', width: 76, right: true, className: 'max-wide:hidden' },
  { name: 'Last answer', width: 124 },
  { name: 'Next attempt', width: 100 },
  { name: 'Age', width: 72, right: true },
]

type EndpointDeliveriesProps = {
  address: EndpointAddress
  paused: boolean
  /** How many attempts the schedule has. */
  attemptsPlanned: number
  /** What would be the first, where there was none. */
  first: string
}

/** What is on its way to the endpoint and what became of it, newest first. The chosen view stands in the address. */
export function EndpointDeliveries({ address, paused, attemptsPlanned, first }: EndpointDeliveriesProps) {
  const trpc = useTRPC()
  const path = usePathname()
  const view = viewShown(useSearchParams().get('show'))
  const query = useInfiniteQuery(
    trpc.endpoints.deliveries.infiniteQueryOptions(
      { ...useScope(), ...address, states: view.states },
      { ...byCursor, placeholderData: keepPreviousData },
    ),
  )
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  useRowKeys(rows.map(({ message }) => message))
  return (
    <Panel
      title="Deliveries"
      end={
        <Segmented
          label="Which deliveries"
          options={deliveryViews}
          value={view.value}
          onChange={value => window.history.pushState(null, '', value === 'all' ? path : `${path}?show=${value}`)}
        />
      }
    >
      {query.isPending && (
        <p className="px-4 py-3">
          <Skeleton width={220} />
        </p>
      )}
      {query.isError && rows.length === 0 && <QueryError what="deliveries" query={query} />}
      {query.isSuccess && rows.length === 0 && !query.hasNextPage && (
        <p className="px-4 py-3 text-muted">
          {view.value === 'all' ? `Nothing was sent here yet. ${first} would be the first.` : 'There are none of these.'}
        </p>
      )}
      {rows.length > 0 && (
        <Table label="Deliveries">
          <TableHead columns={columns} />
          <TableBody>
            {rows.map(row => (
              <DeliveryRow key={row.message} row={row} endpoint={address.endpoint} paused={paused} attemptsPlanned={attemptsPlanned} />
            ))}
          </TableBody>
        </Table>
      )}
      <ShowOlder query={query} />
    </Panel>
  )
}

type DeliveryRowProps = { row: DeliveryRowView; endpoint: string; paused: boolean; attemptsPlanned: number }

function DeliveryRow({ row, endpoint, paused, attemptsPlanned }: DeliveryRowProps) {
  const scope = useScope()
  const router = useRouter()
  const path = deliveryPath(scope, { message: row.message, endpoint })
  const waits = row.state === 'pending' || row.state === 'retrying'
  return (
    <TableRow onOpen={() => router.push(path)} className="last:border-b-0">
      <Cell card="state">
        <StateBadge state={row.state} inList />
      </Cell>
      <Cell card="title">
        <Link id={row.message} href={path} prefetch={false} className="rounded-sm">
          {row.eventType}
        </Link>
      </Cell>
      <Cell className="font-mono text-sm max-wide:hidden max-card:block!" title={row.eventId ?? row.message}>
        {row.eventId ?? truncateMiddle(row.message)}
      </Cell>
      <Cell right card="none" className="max-wide:hidden">
        {waits && attemptsPlanned > 1 ? `${row.attemptCount} of ${attemptsPlanned}` : row.attemptCount}
      </Cell>
      <Cell className="text-muted">{describeAnswer(row)}</Cell>
      <Cell>{waits && row.nextAttemptAt && <DueIn time={row.nextAttemptAt} paused={paused} due="due" about />}</Cell>
      <Cell card="end" right className="text-muted">
        <RelativeTime time={row.acceptedAt} about />
      </Cell>
    </TableRow>
  )
}

/** `500 in 281 ms`, or why nothing was sent. */
function describeAnswer({ lastAttempt, reason, state }: DeliveryRowView): string {
  if (reason !== null && (state === 'skipped' || state === 'canceled')) return reasonWords[reason]
  return lastAttempt === null ? '' : `${labelOutcome(lastAttempt)} in ${formatMs(lastAttempt.totalMs)}`
}
