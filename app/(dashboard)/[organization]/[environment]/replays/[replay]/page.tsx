import { HydrationBoundary } from '@tanstack/react-query'
import { TRPCError } from '@trpc/server'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ReplayScreen } from '#components/replays/replay-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/replays/[replay]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).replay }
}

export default async function ReplayPage({ params }: Props) {
  const input = await params
  await serverQueryClient()
    .fetchQuery(trpc.replays.get.queryOptions(input))
    .catch((error: unknown) => {
      if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound()
    })
  return (
    <HydrationBoundary state={dehydrated()}>
      <ReplayScreen replay={input.replay} />
    </HydrationBoundary>
  )
}
