import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { EditEndpointScreen } from '#components/endpoints/endpoint-form-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/applications/[application]/endpoints/[endpoint]/edit'>

export const metadata: Metadata = { title: 'Edit endpoint' }

export default async function EditEndpointPage({ params }: Props) {
  const input = await params
  const queries = serverQueryClient()
  await Promise.all([
    orNotFound(queries.fetchQuery(trpc.endpoints.get.queryOptions(input))),
    queries.prefetchQuery(trpc.endpoints.eventTypes.queryOptions({ organization: input.organization, environment: input.environment })),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <EditEndpointScreen address={{ application: input.application, endpoint: input.endpoint }} />
    </HydrationBoundary>
  )
}
