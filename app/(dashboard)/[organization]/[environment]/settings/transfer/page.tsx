import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { TransferScreen } from '#components/settings/transfer-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Export and compare' }

export default async function TransferPage({ params, searchParams }: PageProps<'/[organization]/[environment]/settings/transfer'>) {
  const [scope, { with: other }] = await Promise.all([params, searchParams])
  const client = serverQueryClient()
  await Promise.all([
    client.prefetchQuery(trpc.account.environments.queryOptions()),
    typeof other === 'string' && client.prefetchQuery(trpc.environments.compare.queryOptions({ ...scope, other })),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <TransferScreen />
    </HydrationBoundary>
  )
}
