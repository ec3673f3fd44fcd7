import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { KeysScreen } from '#components/developers/keys-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'API keys' }

export default async function DevelopersPage({ params }: PageProps<'/[organization]/[environment]/developers'>) {
  await serverQueryClient().prefetchQuery(trpc.apiKeys.list.queryOptions(await params))
  return (
    <HydrationBoundary state={dehydrated()}>
      <KeysScreen />
    </HydrationBoundary>
  )
}
