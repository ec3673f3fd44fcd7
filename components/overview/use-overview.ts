'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLiveSums } from '#components/use-live.ts'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'

/** The overview of a range, read again when something changed. */
export function useOverview(range: OverviewRange) {
  const trpc = useTRPC()
  const query = useQuery(trpc.stats.overview.queryOptions({ ...useScope(), range }, { placeholderData: keepPreviousData }))
  return { query, connected: useLiveSums(trpc.stats.overview.queryFilter()) }
}
