'use client'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { ReplayList } from '#components/replays/replay-list.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { newReplayPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { useLive } from '#components/use-live.ts'

/** All replays, newest first, as they go on. */
export function ReplaysScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const live = useLive(trpc.replays.list.infiniteQueryFilter())
  return (
    <>
      <PageBar title="Replays" live={live}>
        <Link href={newReplayPath(scope, new URLSearchParams())} className={buttonClass()}>
          <Plus className="icon -ml-0.5" aria-hidden />
          New replay
        </Link>
      </PageBar>
      <main>
        <h1 className="sr-only">Replays</h1>
        <ReplayList />
      </main>
    </>
  )
}
