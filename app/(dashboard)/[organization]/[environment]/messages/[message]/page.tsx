import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MessageScreen } from '#components/messages/message-screen.tsx'
import { dehydrated, orNotFound, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/messages/[message]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).message }
}

export default async function MessagePage({ params }: Props) {
  const input = await params
  const queries = serverQueryClient()
  await Promise.all([
    orNotFound(queries.fetchQuery(trpc.messages.get.queryOptions(input))),
    queries.prefetchQuery(trpc.messages.payload.queryOptions(input)),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <MessageScreen message={input.message} />
    </HydrationBoundary>
  )
}
