'use client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { readFaults } from '#components/read-faults.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { fromPairs, PairsField, toPairs } from '#components/ui/pairs-field.tsx'
import type { ApplicationOut } from '#server/applications/schema.ts'

const fields = ['name', 'uid', 'throttleRate', 'metadata'] as const

type ApplicationDialogProps = {
  open: boolean
  /** The one to edit; without it, one is made. */
  application?: ApplicationOut
  onClose: () => void
  onSaved: (application: ApplicationOut) => void
}

export function ApplicationDialog({ open, application, onClose, onSaved }: ApplicationDialogProps) {
  return (
    <Dialog title={application ? 'Edit application' : 'New application'} open={open} onClose={onClose}>
      <ApplicationForm application={application} onSaved={onSaved} />
    </Dialog>
  )
}

function ApplicationForm({ application, onSaved }: Pick<ApplicationDialogProps, 'application' | 'onSaved'>) {
  const client = useTRPCClient()
  const scope = useScope()
  const [name, setName] = useState(application?.name ?? '')
  const [uid, setUid] = useState(application?.uid ?? '')
  const [rate, setRate] = useState(application?.throttleRate?.toString() ?? '')
  const [metadata, setMetadata] = useState(toPairs(application?.metadata ?? {}))
  const save = useMutation({
    mutationFn: () => {
      const value = {
        name: name.trim(),
        uid: uid.trim() || null,
        throttleRate: rate.trim() === '' ? null : Number(rate),
        metadata: fromPairs(metadata),
      }
      return application
        ? client.applications.update.mutate({ ...scope, application: application.id, value })
        : client.applications.create.mutate({ ...scope, value })
    },
    onSuccess: onSaved,
  })
  const { of, rest } = readFaults(save.error, fields)
  return (
    <Form busy={save.isPending} onSubmit={() => save.mutate()}>
      <Field label="Name" autoFocus autoComplete="off" value={name} onChange={event => setName(event.target.value)} error={of.name} />
      <Field
        label="Uid"
        hint="Your own id of this merchant. Every API path takes it in place of ours."
        autoComplete="off"
        value={uid}
        onChange={event => setUid(event.target.value)}
        error={of.uid}
      />
      <Field
        label="Rate limit"
        hint="Deliveries per second to all its endpoints together. Empty: none."
        inputMode="numeric"
        value={rate}
        onChange={event => setRate(event.target.value)}
        error={of.throttleRate}
      />
      <PairsField label="Metadata" nameLabel="Key" pairs={metadata} onChange={setMetadata} error={of.metadata} />
      {rest && <Notice>{rest}</Notice>}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabledReason={save.isPending ? 'It is being saved.' : null}>
          {application ? 'Save' : 'Create application'}
        </Button>
      </div>
    </Form>
  )
}
