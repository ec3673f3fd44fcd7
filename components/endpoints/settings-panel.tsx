'use client'
import { Pencil } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { plural } from '#components/deliveries/words.ts'
import { RetryLine } from '#components/endpoints/retry-line.tsx'
import { SecretSection } from '#components/endpoints/secret-section.tsx'
import { addressOf } from '#components/endpoints/use-endpoint.ts'
import { editEndpointPath } from '#components/shell/paths.ts'
import { useMerchant, useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { Button } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { KeyValue, KeyValues } from '#components/ui/facts.tsx'
import { formatUtcDay, formatUtcMoment } from '#components/ui/format.ts'
import { IdText } from '#components/ui/id-text.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { EndpointView } from '#server/endpoints/view-schema.ts'

export function SettingsPanel({ endpoint }: { endpoint: EndpointView }) {
  const scope = useScope()
  const router = useRouter()
  const refusal = useRefusal('configure', 'Editing an endpoint')
  const merchant = useMerchant()
  const address = addressOf(endpoint)
  const { headers, throttleRate } = endpoint
  const metadata = Object.entries(endpoint.metadata)
  return (
    <Panel
      title="Settings"
      end={
        <Button
          icon={Pencil}
          variant="quiet"
          className="-mr-2.5"
          disabledReason={refusal}
          onClick={() => router.push(editEndpointPath(scope, { ...address, operational: endpoint.operational }))}
        >
          Edit
        </Button>
      }
      foot={<>Created {formatUtcDay(new Date(endpoint.createdAt))}</>}
    >
      <Section>
        <KeyValues>
          <KeyValue name="Endpoint id">
            <IdText id={endpoint.id} />
          </KeyValue>
          {!merchant && endpoint.uid !== null && (
            <KeyValue name="Uid">
              <IdText id={endpoint.uid} />
            </KeyValue>
          )}
          <KeyValue name="Event types">{endpoint.eventTypes?.join(', ') ?? 'all'}</KeyValue>
          {!endpoint.operational && <KeyValue name="Channels">{endpoint.channels?.join(', ') ?? 'all'}</KeyValue>}
          <KeyValue name="Rate limit">{throttleRate === null ? 'none' : `${throttleRate} per second`}</KeyValue>
          {!merchant &&
            metadata.map(([name, value]) => (
              <KeyValue key={name} name={name}>
                {value}
              </KeyValue>
            ))}
        </KeyValues>
      </Section>
      <SecretSection address={address} secret={endpoint.secret} />
      <Section title="Custom headers">
        {Object.keys(headers.headers).length + headers.sensitive.length === 0 ? (
          <p className="text-muted">none</p>
        ) : (
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 font-mono text-sm">
            {Object.entries(headers.headers).map(([name, value]) => (
              <Header key={name} name={name} value={value} />
            ))}
            {headers.sensitive.map(name => (
              <Header key={name} name={name} value="••••••••" />
            ))}
          </dl>
        )}
      </Section>
      <RetrySection endpoint={endpoint} />
    </Panel>
  )
}

function RetrySection({ endpoint: { schedule, health, disablesAt } }: { endpoint: EndpointView }) {
  const { now } = useClock()
  return (
    <Section title="Retry schedule">
      <RetryLine steps={schedule.steps} />
      <p className="text-sm text-pretty text-muted">
        {plural(schedule.steps.length + 1, 'attempt')}, {schedule.inherited ? 'as the environment has it' : 'of its own'}. Each wait is up
        to 20 % shorter or longer.
      </p>
      {health.state === 'failing' && disablesAt && (
        <p className="text-sm text-pretty text-muted">
          Without a success for five days it is disabled: on {formatUtcMoment(disablesAt, now)} at the earliest.
        </p>
      )}
    </Section>
  )
}

function Section({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="grid gap-2.5 border-t border-line px-4 py-3.5 first-of-type:border-t-0">
      {title && <h3 className="font-medium">{title}</h3>}
      {children}
    </section>
  )
}

function Header({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  )
}
