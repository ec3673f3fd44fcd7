'use client'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useStepped } from '#components/first-steps/use-stepped.ts'
import { readFaults } from '#components/read-faults.ts'
import { applicationPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Step } from '#components/ui/steps.tsx'
import type { FirstSteps } from '#server/first-steps/schema.ts'

export function ApplicationStep({ application }: Pick<FirstSteps, 'application'>) {
  const scope = useScope()
  return (
    <Step
      number={1}
      state={application ? 'done' : 'current'}
      title="Create an application"
      note={
        application && (
          <Link href={applicationPath(scope, application.id)} className="link">
            {application.name}
          </Link>
        )
      }
    >
      <p className="text-sm text-muted">One application for each of your customers.</p>
      {!application && <CreateForm />}
    </Step>
  )
}

/** `Acme GmbH` is `acme-gmbh` in addresses. Null: nothing of the name can stand there. */
const uidOf = (name: string): string | null =>
  name
    .toLowerCase()
    .replaceAll(/[’']/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || null

function CreateForm() {
  const client = useTRPCClient()
  const scope = useScope()
  const stepped = useStepped()
  const refusal = useRefusal('configure', 'Creating an application')
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => client.applications.create.mutate({ ...scope, value: { name: name.trim(), uid: uidOf(name) } }),
    onSuccess: stepped,
  })
  const { of, rest } = readFaults(create.error, ['name', 'uid'])
  return (
    <Form busy={create.isPending} onSubmit={() => create.mutate()} className="grid max-w-104 justify-items-start gap-3">
      {rest && <Notice>{rest}</Notice>}
      <Field
        label="Name of a customer"
        hint="A test one will do. Its uid, by which you name it in the API, is made of the name."
        autoComplete="off"
        value={name}
        onChange={event => setName(event.target.value)}
        error={of.name ?? of.uid}
      />
      <Button type="submit" variant="primary" disabledReason={refusal ?? (create.isPending ? 'It is being made.' : null)}>
        Create application
      </Button>
    </Form>
  )
}
