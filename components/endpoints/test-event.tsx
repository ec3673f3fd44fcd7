'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FirstAttempt } from '#components/deliveries/first-attempt.tsx'
import type { EndpointAddress } from '#components/endpoints/use-endpoint.ts'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { SelectField } from '#components/ui/select-field.tsx'

/** Always there, whatever the catalogue has. */
const ping = 'svix.ping'

type TestEventProps = { address: EndpointAddress; open: boolean; onClose: () => void }

/** Sends an example to this endpoint alone and shows what it answered. */
export function TestEvent({ address, open, onClose }: TestEventProps) {
  return (
    <Dialog title="Send test event" open={open} onClose={onClose}>
      <TestForm address={address} />
    </Dialog>
  )
}

function TestForm({ address }: { address: EndpointAddress }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const scope = useScope()
  const [eventType, setEventType] = useState(ping)
  const { data: catalogue = [] } = useQuery(trpc.endpoints.eventTypes.queryOptions(scope))
  const send = useMutation({
    mutationFn: () => client.endpoints.sendExample.mutate({ ...scope, ...address, value: { eventType } }),
  })
  return (
    <Form busy={send.isPending} onSubmit={() => send.mutate()}>
      <SelectField
        label="Event type"
        value={eventType}
        onChange={event => setEventType(event.target.value)}
        options={[ping, ...catalogue.map(({ name }) => name)].map(name => ({ value: name, word: name }))}
        hint={
          <>
            The first example of its schema is sent, marked as synthetic, whatever the endpoint subscribes to. <code>{ping}</code> is always
            there.
          </>
        }
      />
      {send.error && <Notice>{describeError(send.error)}</Notice>}
      {send.data && <FirstAttempt message={send.data.message} endpoint={address.endpoint} />}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabledReason={send.isPending ? 'It is being sent.' : null}>
          {send.data ? 'Send another' : 'Send test event'}
        </Button>
      </div>
    </Form>
  )
}
