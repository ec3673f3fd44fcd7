import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApplicationsScreen } from '#components/applications/applications-screen.tsx'
import { byCursor } from '#components/by-cursor.ts'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Applications' }

export default async function ApplicationsPage({ params, searchParams }: PageProps<'/[organization]/[environment]/applications'>) {
  const scope = await params
  const text = new URLSearchParams((await searchParams) as Record<string, string>).get('q') ?? ''
  await serverQueryClient().prefetchInfiniteQuery(trpc.applications.list.infiniteQueryOptions({ ...scope, text }, byCursor))
  return (
    <HydrationBoundary state={dehydrated()}>
      <ApplicationsScreen />
    </HydrationBoundary>
  )
}
