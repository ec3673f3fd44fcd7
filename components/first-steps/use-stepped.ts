'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'

/** Looks again how far it is, after a step was done here. */
export function useStepped(): () => Promise<void> {
  const queries = useQueryClient()
  const trpc = useTRPC()
  const scope = useScope()
  return () => queries.invalidateQueries({ queryKey: trpc.firstSteps.get.queryKey(scope) })
}
