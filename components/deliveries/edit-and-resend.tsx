'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Form } from '#components/ui/form.tsx'
import { layOutJson } from '#components/ui/json-tokens.ts'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { TextArea } from '#components/ui/text-area.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type EditAndResendProps = { message: MessageView; delivery: DeliveryView }

/** Sends the message with another payload: as a new one, to this endpoint alone. */
export function EditAndResend({ message, delivery }: EditAndResendProps) {
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const refusal = useRefusal('resend', 'Resending')
  const payload = useQuery(
    trpc.messages.payload.queryOptions({ ...useScope(), message: message.id }, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const text = payload.data?.kind === 'payload' ? payload.data.text : null
  const gone = delivery.endpoint.deleted ? 'The endpoint was deleted.' : null
  const expired = payload.data?.kind === 'expired' ? 'The payload has expired, so there is nothing to edit.' : null
  return (
    <>
      <Button icon={Pencil} disabledReason={refusal ?? gone ?? expired} onClick={() => setOpen(true)}>
        Edit and resend
      </Button>
      <Dialog title="Edit and resend" open={open} onClose={() => setOpen(false)} wide>
        {payload.isPending && <Skeleton width={280} />}
        {payload.isError && !payload.data && <QueryError what="payload" query={payload} />}
        {expired !== null && <Notice>{expired}</Notice>}
        {text !== null && <EditForm message={message} delivery={delivery} original={text} />}
      </Dialog>
    </>
  )
}

function EditForm({ message, delivery, original }: EditAndResendProps & { original: string }) {
  const router = useRouter()
  const scope = useScope()
  const client = useTRPCClient()
  const [payload, setPayload] = useState(
    () =>
      layOutJson(original)
        ?.map(({ text }) => text)
        .join('') ?? original,
  )
  const { endpoint } = delivery
  const send = useMutation({
    mutationFn: () =>
      client.deliveries.resendEdited.mutate({
        ...scope,
        application: message.application.id,
        message: message.id,
        endpoint: endpoint.id,
        payload,
      }),
    onSuccess: ({ id }) => {
      showToast('Sent as a new message: this one.')
      router.push(messagePath(scope, id))
    },
  })
  return (
    <Form busy={send.isPending} onSubmit={() => send.mutate()}>
      <p className="text-muted">
        It goes as a new message to <span className="wrap-anywhere text-text">{shortUrl(endpoint.url)}</span> alone, with an id of its own
        and the header <code>webhook-synthetic: true</code>. This message stays as it is.
      </p>
      <TextArea label="Payload" rows={16} value={payload} onChange={event => setPayload(event.target.value)} />
      {send.isError && <Notice>{describeError(send.error)}</Notice>}
      <div>
        <Button type="submit" variant="primary" disabledReason={send.isPending ? 'It is being sent.' : null}>
          Send to 1 endpoint
        </Button>
      </div>
    </Form>
  )
}
