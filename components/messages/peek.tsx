'use client'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { describeOutcome } from '#components/attempts/words.ts'
import { ResendButton } from '#components/deliveries/resend-button.tsx'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { StateIcon } from '#components/deliveries/state-icon.tsx'
import { plural, shortUrl, worstState } from '#components/deliveries/words.ts'
import { PayloadText } from '#components/messages/payload.tsx'
import { useMessage } from '#components/messages/use-message.ts'
import { QueryError } from '#components/query-error.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { buttonClass, IconButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { KeyValue, KeyValues } from '#components/ui/facts.tsx'
import { formatBytes, formatMs, formatUtc } from '#components/ui/format.ts'
import { IdText } from '#components/ui/id-text.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

const section = 'grid gap-2 border-b border-line px-4 py-3.5 last:border-b-0'

/** The selected message beside the list: enough to know what happened, and to send again. */
export function Peek({ message: id, onClose }: { message: string; onClose: () => void }) {
  const scope = useScope()
  const query = useMessage(id)
  const message = query.data
  return (
    <aside aria-label="Selected message" className="flex min-h-0 flex-col border-l border-line bg-surface">
      <div className="flex min-h-12 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="flex-1 truncate font-medium">{message?.eventType ?? <Skeleton width={140} />}</h2>
        <Link href={messagePath(scope, id)} className={buttonClass()}>
          Open <Kbd>↵</Kbd>
        </Link>
        <IconButton icon={X} label="Close" onClick={onClose} />
      </div>
      <div className="flex-1 overflow-y-auto">
        {message && <Summary message={message} />}
        {query.isError && <QueryError what="message" query={query} />}
      </div>
      {message && message.deliveries.length > 0 && (
        <div className="flex min-h-12 items-center border-t border-line px-4">
          <ResendButton message={message} deliveries={undelivered(message)} />
        </div>
      )}
    </aside>
  )
}

/** What a resend from here is for; one delivery alone is resent even when it was delivered. */
const undelivered = ({ deliveries }: MessageView): DeliveryView[] =>
  deliveries.length === 1 ? deliveries : deliveries.filter(delivery => delivery.state !== 'delivered')

function Summary({ message }: { message: MessageView }) {
  return (
    <>
      <section className={section}>
        <KeyValues>
          <KeyValue name="State">
            <StateBadge state={worstState(message.deliveries.map(delivery => delivery.state))} />
          </KeyValue>
          <KeyValue name="Application">{message.application.name}</KeyValue>
          <KeyValue name="Message id">
            <IdText id={message.id} />
          </KeyValue>
          {message.eventId && (
            <KeyValue name="Event id">
              <IdText id={message.eventId} />
            </KeyValue>
          )}
          <KeyValue name="Accepted">{formatUtc(message.acceptedAt)}</KeyValue>
        </KeyValues>
      </section>
      <section className={section}>
        <div className="flex items-center">
          <h3 className="flex-1 font-medium">Deliveries</h3>
          <span className="text-sm text-muted tabular-nums">{message.deliveries.length}</span>
        </div>
        {message.deliveries.length === 0 && <p className="text-muted">No endpoint of {message.application.name} takes this event type.</p>}
        {message.deliveries.map(delivery => (
          <DeliveryLine key={delivery.endpoint.id} delivery={delivery} />
        ))}
      </section>
      <PayloadSection message={message.id} />
    </>
  )
}

function DeliveryLine({ delivery }: { delivery: DeliveryView }) {
  const { lastAttempt, attemptCount, nextAttemptAt, endpoint } = delivery
  return (
    <div className="flex items-start gap-2">
      <StateIcon state={delivery.state} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-sm leading-5" title={delivery.endpoint.url}>
          {shortUrl(delivery.endpoint.url)}
        </p>
        <p className="text-sm text-muted">
          {plural(attemptCount, 'attempt')}
          {lastAttempt && `, the last ${describeOutcome(lastAttempt)} in ${formatMs(lastAttempt.totalMs)}`}
          {nextAttemptAt && endpoint.paused && '. The endpoint is paused.'}
          {nextAttemptAt && !endpoint.paused && (
            <>
              . Next in <RelativeTime time={nextAttemptAt} about />
            </>
          )}
        </p>
      </div>
    </div>
  )
}

function PayloadSection({ message }: { message: string }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.messages.payload.queryOptions({ ...useScope(), message }, { staleTime: Number.POSITIVE_INFINITY }))
  return (
    <section className={section}>
      <div className="flex min-h-7 items-center gap-2">
        <h3 className="flex-1 font-medium">Payload</h3>
        {data?.kind === 'payload' && (
          <>
            <span className="text-sm text-muted">{formatBytes(data.bytes)}</span>
            <CopyButton value={data.text} label="Copy payload" />
          </>
        )}
      </div>
      <PayloadText payload={data} raw={false} />
    </section>
  )
}
