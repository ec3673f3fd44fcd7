import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { CatalogScreen } from '#components/event-types/catalog-screen.tsx'
import { readCatalogFilter } from '#components/event-types/filter.ts'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Event types' }

export default async function EventTypesPage({ params, searchParams }: PageProps<'/[organization]/[environment]/event-types'>) {
  const scope = await params
  const search = new URLSearchParams((await searchParams) as Record<string, string>)
  await serverQueryClient().prefetchInfiniteQuery(
    trpc.eventTypes.list.infiniteQueryOptions({ ...scope, ...readCatalogFilter(search) }, byCursor),
  )
  return (
    <HydrationBoundary state={dehydrated()}>
      <CatalogScreen />
    </HydrationBoundary>
  )
}
