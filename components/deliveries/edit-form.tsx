'use client'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FirstAttempt } from '#components/deliveries/first-attempt.tsx'
import { shortUrl } from '#components/deliveries/words.ts'
import { readFaults } from '#components/read-faults.ts'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { layOutJson } from '#components/ui/json-tokens.ts'
import { Notice } from '#components/ui/notice.tsx'
import { ShownOnce } from '#components/ui/shown-once.tsx'
import { TextArea } from '#components/ui/text-area.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type EditFormProps = { message: MessageView; delivery: DeliveryView /** The payload as it was sent. */; original: string }

/** The payload and the URL that may be another; sends the result as a new message. */
export function EditForm({ message, delivery, original }: EditFormProps) {
  const router = useRouter()
  const scope = useScope()
  const client = useTRPCClient()
  const [payload, setPayload] = useState(
    () =>
      layOutJson(original)
        ?.map(({ text }) => text)
        .join('') ?? original,
  )
  const [typedUrl, setTypedUrl] = useState('')
  // A refusal is of what was sent, not of what is written now.
  const edit = (write: () => void) => {
    write()
    send.reset()
  }
  const { endpoint } = delivery
  const url = typedUrl.trim() || null
  const send = useMutation({
    mutationFn: () =>
      client.deliveries.resendEdited.mutate({
        ...scope,
        application: message.application.id,
        message: message.id,
        endpoint: endpoint.id,
        payload,
        url,
      }),
    onSuccess: ({ id, secret }) => {
      if (secret !== null) return
      showToast('Sent as a new message: this one.')
      router.push(messagePath(scope, id))
    },
  })
  const { of, rest } = readFaults(send.error, ['url', 'payload'])
  if (send.data?.secret) return <SentElsewhere resent={send.data} secret={send.data.secret} onAgain={() => send.reset()} />
  return (
    <Form busy={send.isPending} onSubmit={() => send.mutate()}>
      <p className="text-muted">
        It goes as a new message to <span className="wrap-anywhere text-text">{url === null ? shortUrl(endpoint.url) : 'another URL'}</span>{' '}
        alone, with an id of its own and the header <code>webhook-synthetic: true</code>. This message stays as it is.
      </p>
      <Field
        label="To another URL"
        type="url"
        value={typedUrl}
        onChange={event => edit(() => setTypedUrl(event.target.value))}
        placeholder={endpoint.url}
        hint="Empty: to the endpoint. Another URL gets one attempt, none of the endpoint’s headers, and a signing secret of its own. The merchant can see that it was sent, and where."
        error={of.url}
      />
      <TextArea label="Payload" rows={14} value={payload} onChange={event => edit(() => setPayload(event.target.value))} />
      {(of.payload ?? rest) && <Notice>{of.payload ?? rest}</Notice>}
      <div>
        <Button type="submit" variant="primary" disabledReason={send.isPending ? 'It is being sent.' : null}>
          {url === null ? 'Send to 1 endpoint' : 'Send once to this URL'}
        </Button>
      </div>
    </Form>
  )
}

type SentElsewhereProps = { resent: { id: string; endpoint: string }; secret: string; onAgain: () => void }

/** What the other URL answered, and the only sight of what its request was signed with. */
function SentElsewhere({ resent, secret, onAgain }: SentElsewhereProps) {
  return (
    <div className="grid gap-4">
      <FirstAttempt message={resent.id} endpoint={resent.endpoint} />
      <ShownOnce name="Signing secret" value={secret}>
        The request was signed with this secret. It is shown once, and good for nothing else.
      </ShownOnce>
      <div className="flex justify-end">
        <Button onClick={onAgain}>Send another</Button>
      </div>
    </div>
  )
}
