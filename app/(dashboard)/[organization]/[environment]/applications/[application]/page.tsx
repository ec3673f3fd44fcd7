import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ApplicationScreen } from '#components/applications/application-screen.tsx'
import { byCursor } from '#components/by-cursor.ts'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/applications/[application]'>

export const metadata: Metadata = { title: 'Application' }

export default async function ApplicationPage({ params }: Props) {
  const input = await params
  const queries = serverQueryClient()
  await Promise.all([
    orNotFound(queries.fetchQuery(trpc.applications.get.queryOptions(input))),
    queries.prefetchInfiniteQuery(trpc.endpoints.list.infiniteQueryOptions(input, byCursor)),
    queries.prefetchQuery(trpc.applications.portalSessions.queryOptions(input)),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <ApplicationScreen application={input.application} />
    </HydrationBoundary>
  )
}
