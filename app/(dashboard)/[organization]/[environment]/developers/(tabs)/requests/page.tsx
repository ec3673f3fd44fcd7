import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { readFilter } from '#components/request-log/filters.ts'
import { RequestLogScreen } from '#components/request-log/request-log-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Request log' }

export default async function RequestLogPage({ params, searchParams }: PageProps<'/[organization]/[environment]/developers/requests'>) {
  const scope = await params
  const search = new URLSearchParams((await searchParams) as Record<string, string>)
  await serverQueryClient().prefetchInfiniteQuery(trpc.requestLog.list.infiniteQueryOptions({ ...scope, ...readFilter(search) }, byCursor))
  return (
    <HydrationBoundary state={dehydrated()}>
      <RequestLogScreen />
    </HydrationBoundary>
  )
}
