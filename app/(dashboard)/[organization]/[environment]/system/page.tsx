import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { SystemScreen } from '#components/system/system-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'System' }

export default async function SystemPage({ params }: PageProps<'/[organization]/[environment]/system'>) {
  await serverQueryClient().prefetchQuery(trpc.system.get.queryOptions(await params))
  return (
    <HydrationBoundary state={dehydrated()}>
      <SystemScreen />
    </HydrationBoundary>
  )
}
