import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { RequestScreen } from '#components/request-log/request-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Refused request' }

export default async function RequestPage({ params }: PageProps<'/[organization]/[environment]/developers/requests/[request]'>) {
  const { request, ...scope } = await params
  const requestId = decodeURIComponent(request)
  await orNotFound(serverQueryClient().fetchQuery(trpc.requestLog.get.queryOptions({ ...scope, requestId })), ['NOT_FOUND', 'BAD_REQUEST'])
  return (
    <HydrationBoundary state={dehydrated()}>
      <RequestScreen requestId={requestId} />
    </HydrationBoundary>
  )
}
