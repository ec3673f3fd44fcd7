'use client'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { usePageVisible } from '#components/use-page-visible.ts'

/** Is told when something changed in the environment, while the page is seen. Returns whether it is told now. */
export function useChanges(onChange: () => void): boolean {
  const trpc = useTRPC()
  const enabled = usePageVisible()
  return useSubscription(trpc.messages.changes.subscriptionOptions(useScope(), { enabled, onData: onChange })).status === 'pending'
}
