'use client'
import { useMutation } from '@tanstack/react-query'
import { Redo2 } from 'lucide-react'
import { plural, whyGone } from '#components/deliveries/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { showToast } from '#components/ui/toast.tsx'
import { useKeys } from '#components/ui/use-keys.ts'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type ResendButtonProps = { message: Pick<MessageView, 'id' | 'application' | 'expiresAt'>; deliveries: DeliveryView[]; primary?: boolean }

/** Sends deliveries once more, at once. What comes of it appears by itself, like every attempt. */
export function ResendButton({ message, deliveries, primary = false }: ResendButtonProps) {
  const client = useTRPCClient()
  const scope = useScope()
  const reason = useDisabledReason(message, deliveries)
  const resend = useMutation({
    mutationFn: () =>
      Promise.all(
        deliveries.map(({ endpoint }) =>
          client.deliveries.resend.mutate({ ...scope, application: message.application.id, message: message.id, endpoint: endpoint.id }),
        ),
      ),
    onSuccess: () =>
      showToast(
        deliveries.length === 1
          ? 'On its way. The new attempt appears here.'
          : `${plural(deliveries.length, 'delivery', 'deliveries')} on the way.`,
      ),
    onError: error => showToast(`It could not be sent again: ${describeError(error)}`),
  })
  const disabledReason = resend.isPending ? 'It is being sent.' : reason
  const run = () => disabledReason === null && resend.mutate()
  useKeys({ r: run })
  return (
    <Button icon={Redo2} variant={primary ? 'primary' : 'plain'} disabledReason={disabledReason} onClick={run}>
      {deliveries.length > 1 ? `Resend ${plural(deliveries.length, 'delivery', 'deliveries')}` : 'Resend'} <Kbd>r</Kbd>
    </Button>
  )
}

function useDisabledReason({ expiresAt }: Pick<MessageView, 'expiresAt'>, deliveries: DeliveryView[]): string | null {
  const refusal = useRefusal('resend', 'Resending')
  const { now } = useClock()
  if (refusal !== null) return refusal
  if (expiresAt.getTime() <= now) return 'The payload has expired, so it can’t be sent again.'
  if (deliveries.length === 0) return 'Every delivery of this message arrived. Open it to send one again all the same.'
  return deliveries.map(({ endpoint }) => whyGone(endpoint)).find(reason => reason !== null) ?? null
}
