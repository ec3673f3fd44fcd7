import { HydrationBoundary } from '@tanstack/react-query'
import { TRPCError } from '@trpc/server'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MessageScreen } from '#components/messages/message-screen.tsx'
import { dehydrated, serverQueryClient, trpc } from '#server/trpc/rsc.ts'

type Props = PageProps<'/[organization]/[environment]/messages/[message]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).message }
}

export default async function MessagePage({ params }: Props) {
  const input = await params
  const queries = serverQueryClient()
  await Promise.all([
    queries.fetchQuery(trpc.messages.get.queryOptions(input)).catch((error: unknown) => {
      if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound()
    }),
    queries.prefetchQuery(trpc.messages.payload.queryOptions(input)),
  ])
  return (
    <HydrationBoundary state={dehydrated()}>
      <MessageScreen message={input.message} />
    </HydrationBoundary>
  )
}
