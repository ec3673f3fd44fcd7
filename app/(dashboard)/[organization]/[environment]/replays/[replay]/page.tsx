import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ReplayScreen } from '#components/replays/replay-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/replays/[replay]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).replay }
}

export default async function ReplayPage({ params }: Props) {
  const input = await params
  await orNotFound(serverQueryClient().fetchQuery(trpc.replays.get.queryOptions(input)))
  return (
    <HydrationBoundary state={dehydrated()}>
      <ReplayScreen replay={input.replay} />
    </HydrationBoundary>
  )
}
