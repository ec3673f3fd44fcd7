import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { EventTypeScreen } from '#components/event-types/event-type-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/event-types/[eventType]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).eventType }
}

export default async function EventTypePage({ params }: Props) {
  const { eventType: name, ...scope } = await params
  await orNotFound(serverQueryClient().fetchQuery(trpc.eventTypes.get.queryOptions({ ...scope, name })), ['NOT_FOUND', 'BAD_REQUEST'])
  return (
    <HydrationBoundary state={dehydrated()}>
      <EventTypeScreen name={name} />
    </HydrationBoundary>
  )
}
