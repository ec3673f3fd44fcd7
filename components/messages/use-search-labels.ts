'use client'
import { useQuery } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'

const staleMs = 60_000

/** What payloads are searched by in this environment: `order` of `order:7890`. */
export function useSearchLabels(): string[] | undefined {
  const trpc = useTRPC()
  const scope = useScope()
  return useQuery(trpc.messages.searchLabels.queryOptions(scope, { staleTime: staleMs })).data
}
