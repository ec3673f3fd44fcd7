'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EndpointAddress } from '#components/endpoints/use-endpoint.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { NewReplay } from '#server/replays/view-schema.ts'

type What = Pick<NewReplay, 'states' | 'reasons' | 'when'> & { since: Date; until?: Date }

/** Deliveries per second, as the API has it. */
export const replayRate = 20

/** Starts a replay to one endpoint: one delivery first, the others after its success. What comes of it is said by the strip. */
export function useReplay(address: EndpointAddress) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const refusal = useRefusal('resend', 'Replaying')
  const start = useMutation({
    mutationFn: (what: What) =>
      client.replays.create.mutate({ ...scope, ...address, until: null, ...what, eventTypes: [], canary: true, rate: replayRate }),
    onSuccess: () => queryClient.invalidateQueries(trpc.endpoints.pathFilter()),
    onError: error => showToast(`The replay could not be started. ${describeError(error)}`),
  })
  return { replay: start.mutate, disabledReason: refusal ?? (start.isPending ? 'It is being started.' : null) }
}
