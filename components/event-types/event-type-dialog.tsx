'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { readFaults } from '#components/read-faults.ts'
import { eventTypePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { EventTypeOut } from '#server/event-types/schema.ts'

export function NewEventType({ onClose }: { onClose: () => void }) {
  const client = useTRPCClient()
  const scope = useScope()
  const router = useRouter()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (values: Values) => client.eventTypes.create.mutate({ ...scope, eventType: values }),
    onSuccess: ({ name }) => {
      void queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() })
      router.push(eventTypePath(scope, name))
    },
  })
  return (
    <Dialog title="New event type" open onClose={onClose}>
      <EventTypeForm action={create} word="Create" onClose={onClose} />
    </Dialog>
  )
}

export function EditEventType({ eventType, onClose }: { eventType: EventTypeOut; onClose: () => void }) {
  const client = useTRPCClient()
  const scope = useScope()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const edit = useMutation({
    mutationFn: ({ name: _, ...patch }: Values) => client.eventTypes.change.mutate({ ...scope, name: eventType.name, patch }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.eventTypes.pathKey() })
      onClose()
    },
  })
  return (
    <Dialog title={`Edit ${eventType.name}`} open onClose={onClose}>
      <EventTypeForm action={edit} word="Save" given={eventType} onClose={onClose} />
    </Dialog>
  )
}

type Values = { name: string; description: string; groupName: string | null; featureFlags: string[]; deprecated: boolean }
type FormProps = {
  action: { mutate: (values: Values) => void; error: unknown; isPending: boolean }
  word: string
  /** What is edited; without it, one is made. */
  given?: EventTypeOut
  onClose: () => void
}

function EventTypeForm({ action, word, given, onClose }: FormProps) {
  const [deprecated, setDeprecated] = useState(given?.deprecated ?? false)
  const { of, rest } = readFaults(action.error, ['name', 'description', 'groupName', 'featureFlags'])
  const submit = (form: FormData) => {
    const read = (name: string) => String(form.get(name) ?? '').trim()
    const featureFlags = read('featureFlags')
      .split(/[\s,]+/)
      .filter(Boolean)
    action.mutate({ name: read('name'), description: read('description'), groupName: read('groupName') || null, featureFlags, deprecated })
  }
  return (
    <Form busy={action.isPending} onSubmit={submit}>
      {rest && <Notice>{rest}</Notice>}
      {!given && (
        <Field
          label="Name"
          name="name"
          autoFocus
          required
          autoComplete="off"
          placeholder="payment.succeeded"
          hint="Fixed once it is made. What stands before the first dot groups it."
          error={of.name}
        />
      )}
      <Field
        label="Description"
        name="description"
        autoFocus={given !== undefined}
        defaultValue={given?.description}
        hint="Merchants read it when they choose what to subscribe to."
        error={of.description}
      />
      <Field label="Group" name="groupName" defaultValue={given?.groupName ?? ''} hint="Optional." error={of.groupName} />
      <Field
        label="Feature flags"
        name="featureFlags"
        defaultValue={given?.featureFlags.join(', ')}
        hint="Merchants whose token has none of them do not see it. Empty: everybody does."
        error={of.featureFlags}
      />
      {given && (
        <Checkbox checked={deprecated} onChange={setDeprecated}>
          Deprecated
        </Checkbox>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabledReason={action.isPending ? 'Being saved' : null}>
          {word}
        </Button>
      </div>
    </Form>
  )
}
