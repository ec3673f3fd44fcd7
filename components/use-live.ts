'use client'
import { type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { usePageVisible } from '#components/messages/use-page-visible.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useSingleFlight } from '#components/use-single-flight.ts'

/** Reads queries again when something changed. Returns whether it is told of changes now. */
export function useLive(...filters: QueryFilters[]): boolean {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const enabled = usePageVisible()
  // One look after the other: under load changes come faster than answers, and the last change is followed by a look of its own.
  const onData = useSingleFlight(async () => {
    await Promise.all(filters.map(filter => queryClient.invalidateQueries(filter)))
  })
  return useSubscription(trpc.messages.changes.subscriptionOptions(useScope(), { enabled, onData })).status === 'pending'
}
