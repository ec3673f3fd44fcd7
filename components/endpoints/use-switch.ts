'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { addressOf } from '#components/endpoints/use-endpoint.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { EndpointView } from '#server/endpoints/view-schema.ts'

const switches = {
  pause: { doing: 'Pausing an endpoint', value: { paused: true }, said: 'Paused. What is in flight ends as it ends.' },
  resume: { doing: 'Resuming an endpoint', value: { paused: false }, said: 'Resumed. What waited goes out in order.' },
  disable: { doing: 'Disabling an endpoint', value: { disabled: true }, said: 'Disabled. Messages are skipped for it from now on.' },
  enable: { doing: 'Enabling an endpoint', value: { disabled: false }, said: 'Enabled.' },
} as const

/** Turns deliveries to an endpoint off or on. */
export function useSwitch(endpoint: EndpointView, name: keyof typeof switches) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const { doing, value, said } = switches[name]
  const refusal = useRefusal('configure', doing)
  const change = useMutation({
    mutationFn: () => {
      const address = { ...scope, ...addressOf(endpoint) }
      return 'paused' in value
        ? client.endpoints.setPaused.mutate({ ...address, ...value })
        : client.endpoints.update.mutate({ ...address, value })
    },
    onSuccess: () => {
      showToast(said)
      return queryClient.invalidateQueries(trpc.endpoints.pathFilter())
    },
    onError: error => showToast(`That did not work. ${describeError(error)}`),
  })
  return { run: () => change.mutate(), disabledReason: refusal ?? (change.isPending ? 'It is being done.' : null) }
}
