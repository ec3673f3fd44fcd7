'use client'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { shortUrl } from '#components/deliveries/words.ts'
import { useStepped } from '#components/first-steps/use-stepped.ts'
import { readFaults } from '#components/read-faults.ts'
import { endpointPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Step, type StepState } from '#components/ui/steps.tsx'
import type { FirstSteps } from '#server/first-steps/schema.ts'

export function EndpointStep({ steps: { application, endpoint, receiver } }: { steps: FirstSteps }) {
  const scope = useScope()
  const state: StepState = endpoint ? 'done' : application ? 'current' : 'waiting'
  return (
    <Step
      number={2}
      state={state}
      title="Add an endpoint"
      note={
        application &&
        endpoint && (
          <Link href={endpointPath(scope, { application: application.id, endpoint: endpoint.id })} className="link font-mono">
            {shortUrl(endpoint.url)}
          </Link>
        )
      }
    >
      <p className="text-sm text-muted">The URL that gets the customer’s messages.</p>
      {state === 'current' && application && <AddForm application={application.id} receiver={receiver} />}
    </Step>
  )
}

function AddForm({ application, receiver }: { application: string; receiver: string | null }) {
  const client = useTRPCClient()
  const scope = useScope()
  const stepped = useStepped()
  const refusal = useRefusal('configure', 'Adding an endpoint')
  const [url, setUrl] = useState('')
  const add = useMutation({
    mutationFn: (own: boolean) =>
      own
        ? client.endpoints.create.mutate({ ...scope, application, value: { url: url.trim() } })
        : client.firstSteps.useReceiver.mutate({ ...scope, application }),
    onSuccess: stepped,
  })
  const { of, rest } = readFaults(add.error, ['url'])
  const disabledReason = refusal ?? (add.isPending ? 'It is being added.' : null)
  return (
    <Form busy={add.isPending} onSubmit={() => add.mutate(true)} className="grid max-w-104 justify-items-start gap-3">
      {rest && <Notice>{rest}</Notice>}
      {receiver && (
        <>
          <Button variant="primary" disabledReason={disabledReason} onClick={() => add.mutate(false)}>
            Use the built-in receiver
          </Button>
          <p className="text-sm text-pretty text-muted">
            It runs at <span className="font-mono">{shortUrl(receiver)}</span>, verifies signatures, and says in the terminal what arrived.
          </p>
        </>
      )}
      <Field
        label={receiver ? 'Or a URL of your own' : 'URL'}
        type="url"
        placeholder="https://"
        autoComplete="off"
        value={url}
        onChange={event => setUrl(event.target.value)}
        error={of.url}
      />
      <Button type="submit" variant={receiver ? 'plain' : 'primary'} disabledReason={disabledReason}>
        Add endpoint
      </Button>
    </Form>
  )
}
