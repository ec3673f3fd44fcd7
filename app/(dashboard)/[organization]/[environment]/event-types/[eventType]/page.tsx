import { HydrationBoundary } from '@tanstack/react-query'
import { TRPCError } from '@trpc/server'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { EventTypeScreen } from '#components/event-types/event-type-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/event-types/[eventType]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).eventType }
}

export default async function EventTypePage({ params }: Props) {
  const { eventType: name, ...scope } = await params
  await serverQueryClient()
    .fetchQuery(trpc.eventTypes.get.queryOptions({ ...scope, name }))
    .catch((error: unknown) => {
      if (error instanceof TRPCError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')) notFound()
    })
  return (
    <HydrationBoundary state={dehydrated()}>
      <EventTypeScreen name={name} />
    </HydrationBoundary>
  )
}
