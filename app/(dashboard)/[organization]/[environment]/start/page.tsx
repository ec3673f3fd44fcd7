import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { FirstStepsScreen } from '#components/first-steps/first-steps-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

export const metadata: Metadata = { title: 'Get started' }

export default async function StartPage({ params }: PageProps<'/[organization]/[environment]/start'>) {
  await serverQueryClient().prefetchQuery(trpc.firstSteps.get.queryOptions(await params))
  return (
    <HydrationBoundary state={dehydrated()}>
      <FirstStepsScreen />
    </HydrationBoundary>
  )
}
