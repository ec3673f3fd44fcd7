'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { byCursor } from '#components/by-cursor.ts'
import { ReplayBadge } from '#components/replays/replay-badge.tsx'
import { nameOf, summarize } from '#components/replays/words.ts'
import { replayPath } from '#components/shell/paths.ts'
import { usePlace, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'

const shown = 5

/** The newest replays besides the one that is looked at. */
export function EarlierReplays({ except = null }: { except?: string | null }) {
  const scope = useScope()
  const { environment } = usePlace()
  const { data } = useInfiniteQuery(useReplayList())
  const rows = data?.pages[0]?.rows.filter(({ id }) => id !== except).slice(0, shown) ?? []
  if (rows.length === 0) return null
  return (
    <Panel title="Other replays">
      <ul>
        {rows.map(replay => (
          <li key={replay.id} className="border-b border-line px-4 py-2.5 last:border-b-0">
            <div className="flex items-center gap-2">
              <Link href={replayPath(scope, replay.id)} className="flex-1 truncate rounded-sm font-medium hover:underline">
                {nameOf(replay, environment.name)}
              </Link>
              <ReplayBadge state={replay.state} inList />
            </div>
            <p className="text-sm text-pretty text-muted">
              <RelativeTime time={new Date(replay.createdAt)} ago about />. {summarize(replay)}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** The list of all replays, newest first. */
export function useReplayList() {
  const trpc = useTRPC()
  return trpc.replays.list.infiniteQueryOptions(useScope(), byCursor)
}
