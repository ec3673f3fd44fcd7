import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAuditFilter } from '#components/audit/address.ts'
import { AuditScreen } from '#components/audit/audit-screen.tsx'
import { byCursor } from '#components/by-cursor.ts'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditPage({ params, searchParams }: PageProps<'/[organization]/[environment]/settings/audit'>) {
  const scope = await params
  const search = new URLSearchParams((await searchParams) as Record<string, string>)
  await serverQueryClient().prefetchInfiniteQuery(trpc.audit.list.infiniteQueryOptions({ ...scope, ...readAuditFilter(search) }, byCursor))
  return (
    <HydrationBoundary state={dehydrated()}>
      <AuditScreen />
    </HydrationBoundary>
  )
}
