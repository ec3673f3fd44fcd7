'use client'
import Link from 'next/link'
import { Fragment } from 'react'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { StateIcon } from '#components/deliveries/state-icon.tsx'
import { shortUrl } from '#components/deliveries/words.ts'
import { EmptyMessages } from '#components/messages/empty-messages.tsx'
import { columns, LoadingList } from '#components/messages/loading-list.tsx'
import { Outcome } from '#components/messages/outcome.tsx'
import type { useFeed } from '#components/messages/use-feed.ts'
import { MoreRows } from '#components/more-rows.tsx'
import { QueryError } from '#components/query-error.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { truncateMiddle } from '#components/ui/id-text.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { FeedDelivery, FeedFilter, FeedRow } from '#server/messages/feed-schema.ts'

type Feed = ReturnType<typeof useFeed>

type MessageListProps = {
  feed: Feed
  filter: FeedFilter
  selected: string | null
  onChoose: (id: string) => void
  onFilter: (filter: FeedFilter) => void
  /** In a panel: without the message's id, for which there is no room, and without the application, which is known there. */
  inPanel?: boolean
}

export function MessageList({ feed, filter, selected, onChoose, onFilter, inPanel = false }: MessageListProps) {
  const withId = selected === null && !inPanel
  const { query, rows } = feed
  if (query.isPending) return <LoadingList />
  if (query.isError && rows.length === 0) return <QueryError what="list" query={query} note="Filters and position are kept." />
  if (rows.length === 0 && !query.hasNextPage) return <EmptyMessages filter={filter} onFilter={onFilter} />
  return (
    <>
      <Table label="Messages">
        <TableHead columns={columns(withId, !inPanel)} />
        <TableBody>
          {rows.map(row => (
            <Fragment key={row.id}>
              <MessageRow row={row} current={row.id === selected} withId={withId} withApplication={!inPanel} onChoose={onChoose} />
              {row.deliveries && <DeliveriesRow deliveries={row.deliveries} />}
            </Fragment>
          ))}
        </TableBody>
      </Table>
      <MoreRows query={query} what="messages" lookedAt={feed.lookedAt} />
    </>
  )
}

type MessageRowProps = { row: FeedRow; current: boolean; withId: boolean; withApplication: boolean; onChoose: (id: string) => void }

function MessageRow({ row, current, withId, withApplication, onChoose }: MessageRowProps) {
  const scope = useScope()
  return (
    // The link inside is the way for keyboards; the row is only a larger target for the mouse.
    <TableRow
      current={current}
      onClick={() => onChoose(row.id)}
      className={row.deliveries ? 'cursor-pointer border-b-0' : 'cursor-pointer'}
    >
      <Cell card="state">
        <StateBadge state={row.state} inList />
      </Cell>
      <Cell card="title">
        <Link
          id={row.id}
          href={messagePath(scope, row.id)}
          prefetch={false}
          className="rounded-sm"
          onClick={event => {
            // The mouse chooses, like a click anywhere in the row; the keyboard, or a new tab, opens.
            const opens = event.detail === 0 || event.metaKey || event.ctrlKey || event.shiftKey
            if (opens) event.stopPropagation()
            else event.preventDefault()
          }}
        >
          {row.eventType}
        </Link>
      </Cell>
      {withApplication && <Cell>{row.application.name}</Cell>}
      {withId && (
        <Cell card="none" className="font-mono text-sm max-roomy:hidden" title={row.id}>
          {truncateMiddle(row.id)}
        </Cell>
      )}
      <Cell className="font-mono text-sm max-wide:hidden max-card:block!" title={row.eventId ?? undefined}>
        {row.eventId}
      </Cell>
      <Cell card="none" right className="max-wide:hidden">
        {row.deliveredCount} of {row.deliveryCount}
      </Cell>
      <Cell className="text-muted">
        <Outcome row={row} />
      </Cell>
      <Cell card="end" right className="text-muted">
        <RelativeTime time={row.acceptedAt} />
      </Cell>
    </TableRow>
  )
}

/** The columns that every width shows: a cell over more would make columns of its own. */
const columnsEverywhere = 5

/** Under a message that was searched for: what became of it at each endpoint. */
function DeliveriesRow({ deliveries }: { deliveries: FeedDelivery[] }) {
  return (
    <tr className="border-b border-line max-card:block">
      <td colSpan={columnsEverywhere} className="px-6 pb-2 max-card:block max-card:px-4">
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {deliveries.map(({ endpoint, state }) => (
            <li key={endpoint.id} className="flex min-w-0 items-center gap-1.5">
              <StateIcon state={state} />
              <span className="truncate font-mono text-sm text-muted" title={endpoint.url}>
                {shortUrl(endpoint.url)}
              </span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}
