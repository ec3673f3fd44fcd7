'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { usePageVisible } from '#components/messages/use-page-visible.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'

/** One message with its deliveries. */
export function useMessage(message: string) {
  const trpc = useTRPC()
  return useQuery(trpc.messages.get.queryOptions({ ...useScope(), message }))
}

/** Reads the message and its attempts again when something changed. Returns whether it is told of changes now. */
export function useLiveMessage(message: string): boolean {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const visible = usePageVisible()
  const onData = () => {
    const input = { ...scope, message }
    // What is being read already is read to its end: under load, changes come faster than answers.
    void queryClient.invalidateQueries(trpc.messages.get.queryFilter(input), { cancelRefetch: false })
    void queryClient.invalidateQueries(trpc.messages.attempts.queryFilter(), { cancelRefetch: false })
  }
  return useSubscription(trpc.messages.changes.subscriptionOptions(scope, { enabled: visible, onData })).status === 'pending'
}
