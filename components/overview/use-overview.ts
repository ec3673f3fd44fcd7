'use client'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useRef } from 'react'
import { usePageVisible } from '#components/messages/use-page-visible.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import type { OverviewRange } from '#server/stats/overview-schema.ts'

/** Sums over hours need not be read at every change. */
const spacingMs = 5_000

/** The overview of a range, read again when something changed. */
export function useOverview(range: OverviewRange) {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const visible = usePageVisible()
  const query = useQuery(trpc.stats.overview.queryOptions({ ...scope, range }, { placeholderData: keepPreviousData }))
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const readLater = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void queryClient.invalidateQueries(trpc.stats.overview.queryFilter(), { cancelRefetch: false })
    }, spacingMs)
  }
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  const subscription = useSubscription(trpc.messages.changes.subscriptionOptions(scope, { enabled: visible, onData: readLater }))
  return { query, connected: subscription.status === 'pending' }
}
