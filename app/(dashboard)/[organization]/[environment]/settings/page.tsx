import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { EnvironmentScreen } from '#components/settings/environment-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage({ params }: PageProps<'/[organization]/[environment]/settings'>) {
  await serverQueryClient().prefetchQuery(trpc.environments.view.queryOptions(await params))
  return (
    <HydrationBoundary state={dehydrated()}>
      <EnvironmentScreen />
    </HydrationBoundary>
  )
}
