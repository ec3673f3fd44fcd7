'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { RetryLine } from '#components/endpoints/retry-line.tsx'
import { readSchedule, writeSchedule } from '#components/endpoints/schedule.ts'
import { readFaults } from '#components/read-faults.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC, useTRPCClient } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { CheckField } from '#components/ui/check-field.tsx'
import { Field } from '#components/ui/field.tsx'
import { Form } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { SelectField } from '#components/ui/select-field.tsx'
import { showToast } from '#components/ui/toast.tsx'
import type { EnvironmentChange, EnvironmentSettings, EnvironmentView } from '#server/environments/settings-schema.ts'

const headerStyles = [
  { value: 'standard', word: 'webhook-id, webhook-timestamp, webhook-signature' },
  { value: 'svix', word: 'svix-id, svix-timestamp, svix-signature' },
  { value: 'both', word: 'Both, for receivers that are changing over' },
]

/** As it is typed: numbers and schedules are texts until they are saved. */
type Draft = Omit<EnvironmentSettings, 'retrySchedule' | 'payloadDays' | 'productName' | 'portalOrigins'> & {
  name: string
  retrySchedule: string
  payloadDays: string
  productName: string
  portalOrigins: string
}

const toDraft = ({ name, settings }: EnvironmentView): Draft => ({
  ...settings,
  name,
  retrySchedule: writeSchedule(settings.retrySchedule ?? []),
  payloadDays: String(settings.payloadDays),
  productName: settings.productName ?? '',
  portalOrigins: settings.portalOrigins.join(', '),
})

export function EnvironmentForm({ view }: { view: EnvironmentView }) {
  // What was typed over what is stored, so that a save, here or by somebody else, takes nothing from under the writer.
  const [edits, setEdits] = useState<Partial<Draft>>({})
  const stored = toDraft(view)
  const draft = { ...stored, ...edits }
  const save = useSave()
  const refusal = useRefusal('manageEnvironment', 'Changing an environment')
  const schedule = readSchedule(draft.retrySchedule)
  const changed = JSON.stringify(draft) !== JSON.stringify(stored)
  const { of, rest } = readFaults(save.error, ['name', 'productName', 'retrySchedule', 'payloadDays', 'portalOrigins'])
  const set = (part: Partial<Draft>) => setEdits({ ...edits, ...part })
  const unchanged = changed ? null : 'Nothing has changed.'
  const unreadable = schedule === null ? 'The retry schedule can’t be read.' : null
  const reason = refusal ?? unchanged ?? unreadable ?? (save.isPending ? 'It is being saved.' : null)
  const submit = () => {
    if (reason !== null || schedule === null) return
    const sent = edits
    const portalOrigins = draft.portalOrigins.split(/[\s,]+/).filter(Boolean)
    save.mutate(
      {
        ...draft,
        retrySchedule: schedule,
        payloadDays: Number(draft.payloadDays),
        productName: draft.productName.trim() || null,
        portalOrigins,
      },
      { onSuccess: () => setEdits(now => (now === sent ? {} : now)) },
    )
  }
  return (
    <Form className="block" busy={save.isPending} onSubmit={submit}>
      <fieldset disabled={refusal !== null} className="contents">
        <legend className="sr-only">Settings of the environment</legend>
        <Section>
          <Field label="Name" value={draft.name} onChange={event => set({ name: event.target.value })} error={of.name} />
          <Field
            label="Product name"
            value={draft.productName}
            onChange={event => set({ productName: event.target.value })}
            placeholder="Posthorn"
            hint="Merchants see it as the user agent of deliveries."
            error={of.productName}
          />
          <SelectField
            label="Header style"
            value={draft.headerStyle}
            onChange={event => set({ headerStyle: event.target.value as Draft['headerStyle'] })}
            options={headerStyles}
            hint="The names of the headers that carry id, time and signature. Acts with the next attempt."
          />
        </Section>
        <Section>
          <Field
            label="Retry schedule"
            value={draft.retrySchedule}
            onChange={event => set({ retrySchedule: event.target.value })}
            placeholder={writeSchedule(view.defaultSchedule)}
            hint="Waits after each failure, for endpoints without a schedule of their own. Empty: the default."
            error={schedule === null ? 'Write waits like 5s, 5m, 2h, 1d, parted by commas.' : of.retrySchedule}
          />
          <RetryLine steps={schedule === null || schedule.length === 0 ? view.defaultSchedule : schedule} />
          <CheckField
            label="Disable endpoints that fail for five days"
            checked={draft.disableEndpointOnFailure}
            onChange={disableEndpointOnFailure => set({ disableEndpointOnFailure })}
            hint="Merchants are warned before. What is missed meanwhile can be sent again."
          />
        </Section>
        <Section>
          <Field
            label="Keep payloads for (days)"
            type="number"
            min={1}
            max={90}
            value={draft.payloadDays}
            onChange={event => set({ payloadDays: event.target.value })}
            hint="1 to 90. Messages that are there already keep their time."
            error={of.payloadDays}
          />
          <CheckField
            label="Allow http endpoints"
            checked={draft.allowHttp}
            onChange={allowHttp => set({ allowHttp })}
            hint="Payloads then travel in the clear. For development."
          />
          <CheckField
            label="Forward traces"
            checked={draft.forwardTrace}
            onChange={forwardTrace => set({ forwardTrace })}
            hint="The traceparent of the request that posted a message goes out with its deliveries."
          />
        </Section>
        <Section>
          <Field
            label="Sites that may embed the portal"
            value={draft.portalOrigins}
            onChange={event => set({ portalOrigins: event.target.value })}
            placeholder="https://app.example.com, https://*.example.com"
            spellCheck={false}
            hint="Origins, with commas between them. Empty: any site may."
            error={of.portalOrigins}
          />
        </Section>
      </fieldset>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3">
        <Button type="submit" variant="primary" disabledReason={reason}>
          Save changes
        </Button>
        {changed && (
          <Button variant="quiet" onClick={() => setEdits({})}>
            Discard
          </Button>
        )}
        {rest && <Notice>{rest}</Notice>}
      </div>
    </Form>
  )
}

const Section = ({ children }: { children: ReactNode }) => (
  <div className="grid gap-4 border-b border-line p-4 last:border-0">{children}</div>
)

/** The name stands in the frame of the page, too. */
function useSave() {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const scope = useScope()
  return useMutation({
    mutationFn: (settings: EnvironmentChange) => client.environments.change.mutate({ ...scope, ...settings }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: trpc.environments.view.queryKey(scope) })
      router.refresh()
      showToast('Saved.')
    },
  })
}
