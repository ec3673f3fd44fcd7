import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { EditEndpointScreen } from '#components/endpoints/endpoint-form-screen.tsx'
import { dehydrated } from '#server/trpc/rsc.ts'
import { loadOperationalEndpoint } from '../load.ts'

export const metadata: Metadata = { title: 'Edit endpoint' }

export default async function EditOperationalEndpointPage({
  params,
}: PageProps<'/[organization]/[environment]/developers/operational-webhooks/[endpoint]/edit'>) {
  const address = await loadOperationalEndpoint(await params)
  return (
    <HydrationBoundary state={dehydrated()}>
      <EditEndpointScreen address={address} operational />
    </HydrationBoundary>
  )
}
