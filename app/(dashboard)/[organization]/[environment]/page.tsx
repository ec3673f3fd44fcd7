import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { OverviewScreen } from '#components/overview/overview-screen.tsx'
import { readOverviewRange } from '#components/overview/range.ts'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({ params, searchParams }: PageProps<'/[organization]/[environment]'>) {
  const scope = await params
  const range = readOverviewRange(new URLSearchParams((await searchParams) as Record<string, string>))
  await serverQueryClient().prefetchQuery(trpc.stats.overview.queryOptions({ ...scope, range }))
  return (
    <HydrationBoundary state={dehydrated()}>
      <OverviewScreen />
    </HydrationBoundary>
  )
}
