import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { ReplaysScreen } from '#components/replays/replays-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Replays' }

export default async function ReplaysPage({ params }: PageProps<'/[organization]/[environment]/replays'>) {
  await serverQueryClient().prefetchInfiniteQuery(trpc.replays.list.infiniteQueryOptions(await params, byCursor))
  return (
    <HydrationBoundary state={dehydrated()}>
      <ReplaysScreen />
    </HydrationBoundary>
  )
}
