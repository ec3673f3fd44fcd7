import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MembersScreen } from '#components/members/members-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage({ params }: PageProps<'/[organization]/[environment]/settings/members'>) {
  const scope = await params
  await Promise.all([
    serverQueryClient().prefetchQuery(trpc.members.list.queryOptions(scope)),
    serverQueryClient().prefetchQuery(trpc.members.invites.queryOptions(scope)),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <MembersScreen />
    </HydrationBoundary>
  )
}
