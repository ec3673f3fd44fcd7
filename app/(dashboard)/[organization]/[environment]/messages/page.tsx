import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { readFilter } from '#components/messages/filters.ts'
import { MessagesScreen } from '#components/messages/messages-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Messages' }

export default async function MessagesPage({ params, searchParams }: PageProps<'/[organization]/[environment]/messages'>) {
  const scope = await params
  const search = new URLSearchParams((await searchParams) as Record<string, string>)
  await serverQueryClient().prefetchInfiniteQuery(trpc.messages.list.infiniteQueryOptions({ ...scope, ...readFilter(search) }, byCursor))
  return (
    <HydrationBoundary state={dehydrated()}>
      <MessagesScreen />
    </HydrationBoundary>
  )
}
