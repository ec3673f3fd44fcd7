import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { NewEndpointScreen } from '#components/endpoints/endpoint-form-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/applications/[application]/endpoints/new'>

export const metadata: Metadata = { title: 'New endpoint' }

export default async function NewEndpointPage({ params }: Props) {
  const input = await params
  const queries = serverQueryClient()
  await Promise.all([
    orNotFound(queries.fetchQuery(trpc.applications.get.queryOptions(input))),
    queries.prefetchQuery(trpc.endpoints.eventTypes.queryOptions({ organization: input.organization, environment: input.environment })),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <NewEndpointScreen application={input.application} />
    </HydrationBoundary>
  )
}
