import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { DeliveriesScreen } from '#components/deliveries/deliveries-screen.tsx'
import { readFilter } from '#components/deliveries/filters.ts'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Deliveries' }

export default async function DeliveriesPage({ params, searchParams }: PageProps<'/[organization]/[environment]/deliveries'>) {
  const scope = await params
  const search = new URLSearchParams((await searchParams) as Record<string, string>)
  await serverQueryClient().prefetchInfiniteQuery(
    trpc.deliveries.undelivered.infiniteQueryOptions({ ...scope, ...readFilter(search) }, byCursor),
  )
  return (
    <HydrationBoundary state={dehydrated()}>
      <DeliveriesScreen />
    </HydrationBoundary>
  )
}
