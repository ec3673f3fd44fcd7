import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { byCursor } from '#components/by-cursor.ts'
import { OperationalWebhooksScreen } from '#components/operational-webhooks/operational-webhooks-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Operational webhooks' }

export default async function OperationalWebhooksPage({
  params,
}: PageProps<'/[organization]/[environment]/developers/operational-webhooks'>) {
  const scope = await params
  const queries = serverQueryClient()
  const application = await queries.fetchQuery(trpc.operationalWebhooks.application.queryOptions(scope)).catch(() => null)
  if (application) await queries.prefetchInfiniteQuery(trpc.endpoints.list.infiniteQueryOptions({ ...scope, application }, byCursor))
  return (
    <HydrationBoundary state={dehydrated()}>
      <OperationalWebhooksScreen />
    </HydrationBoundary>
  )
}
