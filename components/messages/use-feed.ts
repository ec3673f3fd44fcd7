'use client'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { byCursor } from '#components/by-cursor.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLiveRows } from '#components/use-live-rows.ts'
import type { FeedFilter, FeedRow } from '#server/messages/feed-schema.ts'

const settled: FeedRow['state'][] = ['delivered', 'canceled']

/** The list of messages and its news. */
export function useFeed(filter: FeedFilter, follow: () => boolean) {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const options = trpc.messages.list.infiniteQueryOptions({ ...scope, ...filter }, { ...byCursor, staleTime: Number.POSITIVE_INFINITY })
  const query = useInfiniteQuery(options)
  const live = useLiveRows({
    queryKey: options.queryKey,
    query,
    isSettled: row => settled.includes(row.state),
    readNews: (newest, watched) =>
      queryClient.fetchQuery({ ...trpc.messages.news.queryOptions({ ...scope, ...filter, newest, watched }), staleTime: 0, gcTime: 0 }),
    follow,
  })
  return { query, ...live }
}
