'use client'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { byCursor } from '#components/by-cursor.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLiveRows } from '#components/use-live-rows.ts'
import type { UndeliveredFilter, UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'

const settled: UndeliveredRow['state'][] = ['delivered', 'canceled']

/**
 * What has not arrived, and its news. A delivery may be overdue long after newer ones, so news are the first page again, and one that has
 * arrived stays where it is, with its new state, until the list is loaded again.
 */
export function useUndelivered(filter: UndeliveredFilter, follow: () => boolean) {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const input = { ...scope, ...filter }
  const options = trpc.deliveries.undelivered.infiniteQueryOptions(input, {
    ...byCursor,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const query = useInfiniteQuery(options)
  const fresh = { staleTime: 0, gcTime: 0 }
  const live = useLiveRows({
    queryKey: options.queryKey,
    query,
    isSettled: row => settled.includes(row.state),
    readNews: async (newest, watched) => {
      const [page, watchedRows] = await Promise.all([
        queryClient.fetchQuery({ ...trpc.deliveries.undelivered.queryOptions(input), ...fresh }),
        queryClient.fetchQuery({ ...trpc.deliveries.byKey.queryOptions({ ...scope, deliveries: watched }), ...fresh }),
      ])
      const oldest = page.rows.at(-1)
      return {
        rows: page.rows,
        watched: watchedRows,
        more: page.cursor !== null && newest !== null && oldest !== undefined && oldest.id > newest,
      }
    },
    follow,
  })
  return { query, ...live }
}
