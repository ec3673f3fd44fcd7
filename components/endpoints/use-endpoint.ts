'use client'
import { useQuery } from '@tanstack/react-query'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useLive, useLiveSums } from '#components/use-live.ts'
import type { EndpointView } from '#server/endpoints/view-schema.ts'

export type EndpointAddress = { application: string; endpoint: string }

export const addressOf = ({ id, application }: EndpointView): EndpointAddress => ({ application: application.id, endpoint: id })

export function useEndpoint(address: EndpointAddress) {
  const trpc = useTRPC()
  return useQuery(trpc.endpoints.get.queryOptions({ ...useScope(), ...address }))
}

export function useFigures(address: EndpointAddress) {
  const trpc = useTRPC()
  return useQuery(trpc.endpoints.figures.queryOptions({ ...useScope(), ...address }))
}

/** The replay that is not over; null: there is none. */
export function useActiveReplay(address: EndpointAddress) {
  const trpc = useTRPC()
  return useQuery(trpc.endpoints.activeReplay.queryOptions({ ...useScope(), ...address }))
}

/** Reads everything of the endpoint's page again when something changed. Returns whether it is told of changes now. */
export function useLiveEndpoint(): boolean {
  const { endpoints, messages } = useTRPC()
  useLiveSums(endpoints.figures.pathFilter(), endpoints.missed.pathFilter(), endpoints.replayable.pathFilter())
  return useLive(
    endpoints.get.pathFilter(),
    endpoints.deliveries.pathFilter(),
    endpoints.activeReplay.pathFilter(),
    messages.attempts.pathFilter(),
  )
}
