import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { statesShown } from '#components/endpoints/delivery-views.ts'
import { EndpointScreen } from '#components/endpoints/endpoint-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/applications/[application]/endpoints/[endpoint]'>

export const metadata: Metadata = { title: 'Endpoint' }

export default async function EndpointPage({ params, searchParams }: Props) {
  const input = await params
  const queries = serverQueryClient()
  await Promise.all([
    orNotFound(queries.fetchQuery(trpc.endpoints.get.queryOptions(input))),
    queries.prefetchQuery(trpc.endpoints.figures.queryOptions(input)),
    queries.prefetchQuery(trpc.endpoints.activeReplay.queryOptions(input)),
    queries.prefetchQuery(trpc.endpoints.missed.queryOptions(input)),
    queries.prefetchInfiniteQuery(
      trpc.endpoints.deliveries.infiniteQueryOptions({ ...input, states: statesShown((await searchParams).show) }, byCursor),
    ),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <EndpointScreen address={{ application: input.application, endpoint: input.endpoint }} />
    </HydrationBoundary>
  )
}
