'use client'
import { useQuery } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLive } from '#components/use-live.ts'

/** One message with its deliveries. */
export function useMessage(message: string) {
  const trpc = useTRPC()
  return useQuery(trpc.messages.get.queryOptions({ ...useScope(), message }))
}

/** Reads the message and its attempts again when something changed. Returns whether it is told of changes now. */
export function useLiveMessage(message: string): boolean {
  const trpc = useTRPC()
  return useLive(trpc.messages.get.queryFilter({ ...useScope(), message }), trpc.messages.attempts.queryFilter())
}
