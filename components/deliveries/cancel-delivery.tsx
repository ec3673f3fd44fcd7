'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type CancelDeliveryProps = { message: MessageView; delivery: DeliveryView }

/** Ends a delivery that waits. A resend undoes it. */
export function CancelDelivery({ message, delivery }: CancelDeliveryProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const refusal = useRefusal('resend', 'Cancelling a delivery')
  const cancel = useMutation({
    mutationFn: () => client.deliveries.cancelMany.mutate({ ...scope, deliveries: [`${message.id}.${delivery.endpoint.id}`] }),
    onSuccess: () => {
      showToast('It is not tried again. A resend still sends it.')
      return queryClient.invalidateQueries(trpc.messages.get.queryFilter({ ...scope, message: message.id }))
    },
    onError: error => showToast(`It could not be canceled: ${describeError(error)}`),
  })
  const waits = delivery.state === 'pending' || delivery.state === 'retrying'
  const over = waits ? null : 'It does not wait for another attempt.'
  return (
    <Button
      icon={Ban}
      disabledReason={refusal ?? over ?? (cancel.isPending ? 'It is being canceled.' : null)}
      onClick={() => cancel.mutate()}
    >
      Cancel delivery
    </Button>
  )
}
