'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryError } from '#components/query-error.tsx'
import { useReplayList } from '#components/replays/earlier-replays.tsx'
import { columns, LoadingReplays } from '#components/replays/loading-replays.tsx'
import { NewReplayLink } from '#components/replays/new-replay-link.tsx'
import { ReplayBadge } from '#components/replays/replay-badge.tsx'
import { ReplayBar } from '#components/replays/replay-bar.tsx'
import { joinStates, nameOf, summarize } from '#components/replays/words.ts'
import { replayPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { ShowOlder } from '#components/show-older.tsx'
import { formatCount } from '#components/ui/format.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { Cell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import type { ReplayView } from '#server/replays/view-schema.ts'

export function ReplayList() {
  const query = useInfiniteQuery(useReplayList())
  const rows = query.data?.pages.flatMap(page => page.rows) ?? []
  if (query.isPending) return <LoadingReplays />
  if (query.isError && rows.length === 0) return <QueryError what="list" query={query} />
  if (rows.length === 0) return <NoReplays />
  return (
    <>
      <Table label="Replays">
        <TableHead columns={columns} />
        <TableBody>
          {rows.map(replay => (
            <ReplayRow key={replay.id} replay={replay} />
          ))}
        </TableBody>
      </Table>
      <ShowOlder query={query} />
    </>
  )
}

function ReplayRow({ replay }: { replay: ReplayView }) {
  const scope = useScope()
  const { environment } = usePlace()
  return (
    <TableRow>
      <Cell card="state">
        <ReplayBadge state={replay.state} inList />
      </Cell>
      <Cell card="title">
        <Link href={replayPath(scope, replay.id)} prefetch={false} className="rounded-sm hover:underline">
          {nameOf(replay, environment.name)}
        </Link>
      </Cell>
      <Cell card="none" className="max-wide:hidden">
        {joinStates(replay.filter.states)}
      </Cell>
      <Cell className="text-muted" title={summarize(replay)}>
        <span className="flex items-center gap-3">
          <ReplayBar replay={replay} className="h-1.5 w-20 flex-none" />
          <span className="truncate">{summarize(replay)}</span>
        </span>
      </Cell>
      <Cell right card="none" className="max-wide:hidden">
        {replay.failed > 0 ? <span className="text-failed-ink">{formatCount(replay.failed)}</span> : <span className="text-muted">0</span>}
      </Cell>
      <Cell card="none" className="text-muted max-wide:hidden">
        {replay.createdByName ?? 'API'}
      </Cell>
      <Cell card="end" right className="text-muted">
        <RelativeTime time={new Date(replay.createdAt)} />
      </Cell>
    </TableRow>
  )
}

function NoReplays() {
  return (
    <StateBox title="No replays yet" actions={<NewReplayLink primary />}>
      <p className="text-muted">
        After an outage a replay sends what an endpoint missed: a preview says how much that is, and one delivery goes before the others.
      </p>
    </StateBox>
  )
}
