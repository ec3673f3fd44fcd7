'use client'
import { NewReplayLink } from '#components/replays/new-replay-link.tsx'
import { ReplayList } from '#components/replays/replay-list.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLive } from '#components/use-live.ts'

/** All replays, newest first, as they go on. */
export function ReplaysScreen() {
  const trpc = useTRPC()
  const live = useLive(trpc.replays.list.infiniteQueryFilter())
  return (
    <>
      <PageBar title="Replays" live={live}>
        <NewReplayLink />
      </PageBar>
      <main>
        <h1 className="sr-only">Replays</h1>
        <ReplayList />
      </main>
    </>
  )
}
