'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ChangeEvent, useState } from 'react'
import { EventTypeTree } from '#components/endpoints/event-type-tree.tsx'
import { RetryLine } from '#components/endpoints/retry-line.tsx'
import { readSchedule, writeSchedule } from '#components/endpoints/schedule.ts'
import { operationalWords } from '#components/operational-webhooks/words.ts'
import { readFaults } from '#components/read-faults.ts'
import { endpointPath } from '#components/shell/paths.ts'
import { useMerchant, useScope } from '#components/shell/place.tsx'
import { useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { fromPairs, PairsField, toPairs } from '#components/ui/pairs-field.tsx'
import type { EndpointView } from '#server/endpoints/view-schema.ts'
import type { OperationalEndpointIn } from '#server/operational-events/schema.ts'

const fields = ['url', 'description', 'uid', 'eventTypes', 'channels', 'throttleRate', 'retrySchedule', 'headers', 'metadata'] as const

type EndpointFormProps = {
  /** Null: an endpoint for operational events is made, whose application may not be there yet. */
  application: string | null
  /** The one to edit, as it is when the form is opened; without it, one is made. */
  endpoint?: EndpointView
  /** Drops what was typed for what somebody else has saved. */
  onReload?: () => void
}

const operationalCatalogue = Object.entries(operationalWords).map(([name, description]) => ({ name, description }))

/** What the form shows, as it is typed. */
const draftOf = (endpoint: EndpointView | undefined) => ({
  url: endpoint?.url ?? '',
  description: endpoint?.description ?? '',
  uid: endpoint?.uid ?? '',
  eventTypes: endpoint?.eventTypes ?? [],
  channels: endpoint?.channels?.join(', ') ?? '',
  throttleRate: endpoint?.throttleRate?.toString() ?? '',
  retrySchedule: writeSchedule(endpoint?.retrySchedule ?? []),
  headers: toPairs(endpoint?.headers.headers ?? {}),
  metadata: toPairs(endpoint?.metadata ?? {}),
})
type Draft = ReturnType<typeof draftOf>
type Typed = 'url' | 'description' | 'uid' | 'channels' | 'throttleRate' | 'retrySchedule'

const toValue = (draft: Draft, steps: number[]) => ({
  url: draft.url.trim(),
  description: draft.description.trim(),
  uid: draft.uid.trim() || null,
  eventTypes: draft.eventTypes,
  channels: draft.channels.split(/[\s,]+/).filter(Boolean),
  throttleRate: draft.throttleRate.trim() === '' ? null : Number(draft.throttleRate),
  retrySchedule: steps,
  metadata: fromPairs(draft.metadata),
})

/** Those that were there and are not any more are removed; hidden ones, which the form does not have, stay. */
function headerChange(draft: Draft, endpoint: EndpointView) {
  const headers = fromPairs(draft.headers)
  return { headers, deleteHeaders: Object.keys(endpoint.headers.headers).filter(name => !(name in headers)) }
}

type Saving = { draft: Draft; steps: number[] /** Whatever somebody else has saved meanwhile. */; over: boolean }

/** Null is what comes of it when somebody else was faster. */
function useSave(application: string | null, endpoint: EndpointView | undefined, operational: boolean) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const scope = useScope()
  const router = useRouter()
  return useMutation({
    mutationFn: ({ draft, steps, over }: Saving) => {
      const value = toValue(draft, steps)
      const made = { ...value, headers: fromPairs(draft.headers) }
      // Of its event types the form offers no others.
      if (application === null) return client.operationalWebhooks.create.mutate({ ...scope, value: made as OperationalEndpointIn })
      if (!endpoint) return client.endpoints.create.mutate({ ...scope, application, value: made })
      const edit = { value, headers: headerChange(draft, endpoint), seenAt: over ? undefined : endpoint.updatedAt }
      return client.endpoints.update.mutate({ ...scope, application, endpoint: endpoint.id, ...edit })
    },
    onSuccess: async saved => {
      if (saved === null) return
      await queryClient.invalidateQueries(trpc.endpoints.pathFilter())
      await queryClient.invalidateQueries(trpc.operationalWebhooks.pathFilter())
      router.push(endpointPath(scope, { application: application ?? '', endpoint: saved.id, operational }))
    },
  })
}

export function EndpointForm({ application, endpoint: given, onReload }: EndpointFormProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const router = useRouter()
  const [endpoint] = useState(given)
  const operational = endpoint?.operational ?? application === null
  const [draft, setDraft] = useState(() => draftOf(endpoint))
  const set = (changed: Partial<Draft>) => setDraft(before => ({ ...before, ...changed }))
  const schedule = readSchedule(draft.retrySchedule)
  const { data: own = [] } = useQuery(trpc.endpoints.eventTypes.queryOptions(scope, { enabled: !operational }))
  const catalogue = operational ? operationalCatalogue : own
  const save = useSave(application, endpoint, operational)
  const submit = (over: boolean) => schedule !== null && save.mutate({ draft, steps: schedule, over })
  const { of, rest } = readFaults(save.error, fields)
  const scheduleError = schedule === null ? 'Write spans such as 5s, 5m, 2h, 1d, with commas between them.' : of.retrySchedule
  const typed = (name: Typed) => ({
    autoComplete: 'off',
    value: draft[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => set({ [name]: event.target.value }),
    error: of[name],
  })
  // How long to try, and what their own system calls it, is the company's to say.
  const forMembers = useMerchant() === null
  const hidden = endpoint?.headers.sensitive ?? []
  return (
    <Form className="grid max-w-160 gap-5" busy={save.isPending} onSubmit={() => submit(false)}>
      <Field
        label="URL"
        type="url"
        hint="Where deliveries are posted to. Private addresses are refused; redirects are not followed."
        placeholder="https://example.com/webhooks"
        spellCheck={false}
        {...typed('url')}
      />
      <Field label="Description" {...typed('description')} />
      <EventTypeTree catalogue={catalogue} chosen={draft.eventTypes} error={of.eventTypes} onChange={eventTypes => set({ eventTypes })} />
      {!operational && (
        <Field label="Channels" hint="With commas between them. Empty: it gets messages of all channels." {...typed('channels')} />
      )}
      <PairsField
        label="Custom headers"
        nameLabel="Header"
        hint={
          hidden.length > 0
            ? `${hidden.join(', ')} ${hidden.length === 1 ? 'stays as it is' : 'stay as they are'}: their values are not shown.`
            : 'Sent with every delivery.'
        }
        error={of.headers}
        pairs={draft.headers}
        onChange={headers => set({ headers })}
      />
      <Field
        label="Rate limit"
        hint="Deliveries per second. What is over it waits and spends no attempt. Empty: none."
        inputMode="numeric"
        {...typed('throttleRate')}
      />
      {forMembers && (
        <>
          <div className="grid gap-3">
            <Field
              label="Retry schedule"
              hint="How long to wait after each failure: 5s, 5m, 30m, 2h. Empty: the environment’s."
              placeholder="5s, 5m, 30m, 2h, 5h, 10h"
              {...typed('retrySchedule')}
              error={scheduleError}
            />
            {schedule !== null && schedule.length > 0 && <RetryLine steps={schedule} />}
          </div>
          <Field label="Uid" hint="Your own id of this endpoint. Every API path takes it in place of ours." {...typed('uid')} />
          <PairsField
            label="Metadata"
            nameLabel="Key"
            pairs={draft.metadata}
            onChange={metadata => set({ metadata })}
            error={of.metadata}
          />
        </>
      )}
      {rest && <Notice>{rest}</Notice>}
      {save.data === null && <Overtaken onSave={() => submit(true)} onReload={onReload} />}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabledReason={save.isPending ? 'It is being saved.' : null}>
          {endpoint ? 'Save' : 'Create endpoint'}
        </Button>
        <Button onClick={() => router.back()}>Cancel</Button>
      </div>
    </Form>
  )
}

/** Somebody else was faster: whose change stays is decided by who knows of both. */
function Overtaken({ onSave, onReload }: { onSave: () => void; onReload: (() => void) | undefined }) {
  return (
    <div className="grid gap-2">
      <Notice>Somebody has changed this endpoint since you began. Nothing of yours is saved yet.</Notice>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onReload}>Drop mine, show theirs</Button>
        <Button onClick={onSave}>Save mine over theirs</Button>
      </div>
    </div>
  )
}
