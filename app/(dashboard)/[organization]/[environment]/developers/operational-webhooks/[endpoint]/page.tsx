import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { statesShown } from '#components/endpoints/delivery-views.ts'
import { EndpointScreen } from '#components/endpoints/endpoint-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'
import { loadOperationalEndpoint } from './load.ts'

type Props = PageProps<'/[organization]/[environment]/developers/operational-webhooks/[endpoint]'>

export const metadata: Metadata = { title: 'Endpoint for operational events' }

export default async function OperationalEndpointPage({ params, searchParams }: Props) {
  const scope = await params
  const address = await loadOperationalEndpoint(scope)
  const input = { ...scope, ...address }
  const queries = serverQueryClient()
  await Promise.all([
    queries.prefetchQuery(trpc.endpoints.figures.queryOptions(input)),
    queries.prefetchInfiniteQuery(
      trpc.endpoints.deliveries.infiniteQueryOptions({ ...input, states: statesShown((await searchParams).show) }, byCursor),
    ),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <EndpointScreen address={address} operational />
    </HydrationBoundary>
  )
}
