'use client'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { byCursor } from '#components/by-cursor.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLiveRows } from '#components/use-live-rows.ts'
import type { RequestLogFilter } from '#server/request-log/schema.ts'

/** The log and its news, which are its first page again: what was refused stays as it is. */
export function useRequestLog(filter: RequestLogFilter, follow: () => boolean) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const input = { ...useScope(), ...filter }
  const options = trpc.requestLog.list.infiniteQueryOptions(input, { ...byCursor, staleTime: Number.POSITIVE_INFINITY })
  const query = useInfiniteQuery(options)
  const live = useLiveRows({
    queryKey: options.queryKey,
    query,
    isSettled: () => true,
    readNews: async newest => {
      const { rows, cursor } = await queryClient.fetchQuery({ ...trpc.requestLog.list.queryOptions(input), staleTime: 0, gcTime: 0 })
      const oldest = rows.at(-1)
      return { rows, watched: [], more: cursor !== null && newest !== null && oldest !== undefined && oldest.id > newest }
    },
    follow,
  })
  return { query, ...live }
}
