'use client'
import Link from 'next/link'
import { describeOutcome } from '#components/attempts/words.ts'
import { isFiltered, unfiltered } from '#components/deliveries/filters.ts'
import { columns, LoadingUndelivered } from '#components/deliveries/loading-undelivered.tsx'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import type { Selection } from '#components/deliveries/use-selection.ts'
import type { useUndelivered } from '#components/deliveries/use-undelivered.ts'
import { reasonWords, shortUrl } from '#components/deliveries/words.ts'
import { describeRange } from '#components/messages/filters.ts'
import { MoreRows } from '#components/more-rows.tsx'
import { QueryError } from '#components/query-error.tsx'
import { deliveryPath, messagesPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { DueIn } from '#components/ui/due-in.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { UndeliveredFilter, UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'

type UndeliveredListProps = {
  live: ReturnType<typeof useUndelivered>
  filter: UndeliveredFilter
  current: string | null
  selection: Selection
  onOpen: (row: UndeliveredRow) => void
  onFilter: (filter: UndeliveredFilter) => void
}

export function UndeliveredList({ live, filter, current, selection, onOpen, onFilter }: UndeliveredListProps) {
  const { query, rows } = live
  if (query.isPending) return <LoadingUndelivered />
  if (query.isError && rows.length === 0) return <QueryError what="list" query={query} note="Filters and position are kept." />
  if (rows.length === 0 && !query.hasNextPage) return <NothingWaits filter={filter} onFilter={onFilter} />
  const all = selection.rows.length === 0 ? false : selection.rows.length === selection.most ? true : 'some'
  return (
    <>
      <Table label="Deliveries that have not arrived">
        <TableHead columns={columns(<Checkbox label="Select all shown" checked={all} onChange={selection.setAll} />)} />
        <TableBody>
          {rows.map(row => (
            <UndeliveredLine key={row.id} row={row} current={row.id === current} selection={selection} onOpen={onOpen} />
          ))}
        </TableBody>
      </Table>
      <MoreRows query={query} what="deliveries" lookedAt={live.lookedAt} />
    </>
  )
}

type UndeliveredLineProps = { row: UndeliveredRow; current: boolean; selection: Selection; onOpen: (row: UndeliveredRow) => void }

function UndeliveredLine({ row, current, selection, onOpen }: UndeliveredLineProps) {
  const scope = useScope()
  return (
    <TableRow current={current} onOpen={() => onOpen(row)}>
      {/* Who misses the checkbox by a little does not want to leave. */}
      <Cell card="state" onClick={event => event.stopPropagation()} className="cursor-default">
        <span className="inline-flex items-center gap-1.5 max-card:-ml-3">
          <Checkbox
            label={`Select ${row.eventType} for ${row.application.name}`}
            checked={selection.has(row.id)}
            onChange={() => selection.toggle(row.id)}
          />
          <StateBadge state={row.state} inList />
        </span>
      </Cell>
      <Cell card="title" title={describeUndelivered(row)}>
        <Link
          id={row.id}
          href={deliveryPath(scope, { message: row.message, endpoint: row.endpoint.id })}
          prefetch={false}
          className="rounded-sm"
        >
          {describeUndelivered(row)}
        </Link>
      </Cell>
      <Cell className="max-wide:hidden max-card:block!">{row.eventType}</Cell>
      <Cell>{row.application.name}</Cell>
      <Cell className="font-mono text-sm max-roomy:hidden max-card:block!" title={row.endpoint.url}>
        {shortUrl(row.endpoint.url)}
      </Cell>
      <Cell card="none" right className="max-wide:hidden">
        {row.attemptCount}
      </Cell>
      <Cell right className="text-muted">
        {row.nextAttemptAt && <DueIn time={row.nextAttemptAt} paused={row.endpoint.paused} about />}
      </Cell>
      <Cell card="end" right className="text-muted">
        <RelativeTime time={row.acceptedAt} />
      </Cell>
    </TableRow>
  )
}

/** What its last attempt met, and why there is none to come. */
function describeUndelivered({ state, status, error, reason, attemptCount }: UndeliveredRow): string {
  if (state === 'delivered') return `answered ${status}`
  const met = error === null ? null : describeOutcome({ status, error })
  const words = [met, reason && reasonWords[reason]].filter(Boolean).join(', ')
  return words || (attemptCount === 0 ? 'not tried yet' : 'to be tried again')
}

function NothingWaits({ filter, onFilter }: Pick<UndeliveredListProps, 'filter' | 'onFilter'>) {
  const scope = useScope()
  if (isFiltered(filter))
    return (
      <StateBox
        title={`No delivery matches ${describeRange(filter.range)}`}
        actions={<Button onClick={() => onFilter(unfiltered(filter))}>Clear filters</Button>}
      >
        <p className="text-muted">Remove a filter, or choose a longer time.</p>
      </StateBox>
    )
  return (
    <StateBox
      title={`Nothing waits and nothing has failed ${describeRange(filter.range)}`}
      actions={
        <>
          {filter.range !== '30d' && <Button onClick={() => onFilter({ ...filter, range: '30d' })}>Look back 30 days</Button>}
          <Link href={messagesPath(scope)} className={buttonClass('quiet')}>
            All messages
          </Link>
        </>
      }
    >
      <p className="text-muted">
        What waits, is being retried, has failed, or was skipped or canceled appears here by itself, with the reason. From here it is sent
        again or canceled.
      </p>
    </StateBox>
  )
}
