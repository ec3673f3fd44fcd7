'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, Send } from 'lucide-react'
import Link from 'next/link'
import { describeOutcome } from '#components/attempts/words.ts'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { shortUrl, worstState } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { formatMs } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { FirstSteps } from '#server/first-steps/schema.ts'
import type { AttemptDetailView, DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

/** The newest message, as it comes. */
export function Arrival({ message }: Pick<FirstSteps, 'message'>) {
  const scope = useScope()
  return (
    <Panel
      title="What arrives"
      label="What arrives"
      foot={
        message && (
          <Link href={messagePath(scope, message.id)} className="link">
            Open the message
          </Link>
        )
      }
    >
      {message ? (
        <Arrived key={message.id} id={message.id} />
      ) : (
        <p className="px-4 py-6 text-pretty text-muted">
          The first message appears here within a second after it was sent, with its answer.
        </p>
      )}
    </Panel>
  )
}

const part = 'grid gap-3 px-4 py-3.5'
const nextPart = `${part} border-t border-line`

function Arrived({ id }: { id: string }) {
  const trpc = useTRPC()
  const query = useQuery(trpc.messages.get.queryOptions({ ...useScope(), message: id }))
  const message = query.data
  if (query.isError && message === undefined) return <QueryError what="message" query={query} />
  if (message === undefined)
    return (
      <div className={part}>
        <Skeleton width={200} />
      </div>
    )
  const [delivery] = message.deliveries
  return (
    <>
      <div className={part}>
        <p className="flex flex-wrap items-center gap-2">
          <StateBadge state={worstState(message.deliveries.map(({ state }) => state))} />
          <span className="font-medium">{message.eventType}</span>
          <span className="text-muted">{message.application.name}</span>
        </p>
        {!delivery && <p className="text-pretty text-muted">It was stored, and no endpoint of its application wants it.</p>}
        {delivery && delivery.attemptCount === 0 && <p className="text-muted">It is stored and on its way.</p>}
      </div>
      {delivery && delivery.attemptCount > 0 && <Delivered message={message} delivery={delivery} />}
    </>
  )
}

function Delivered({ message, delivery }: { message: MessageView; delivery: DeliveryView }) {
  const trpc = useTRPC()
  const scope = useScope()
  const key = { ...scope, message: message.id, endpoint: delivery.endpoint.id, number: delivery.attemptCount }
  const attempt = useQuery(trpc.messages.attempt.queryOptions(key)).data
  const payload = useQuery(trpc.messages.payload.queryOptions({ ...scope, message: message.id })).data
  if (attempt === undefined) return null
  return (
    <>
      <Course message={message} attempt={attempt} />
      <div className={nextPart}>
        <h3 className="font-medium">As the receiver saw it</h3>
        <CodeBlock
          label="Request as the receiver saw it"
          text={writeRequest(attempt, payload?.kind === 'payload' ? payload.text : '')}
          wrap
        />
      </div>
    </>
  )
}

/** What happened when, from the moment at which it was accepted. */
function Course({ message, attempt }: { message: MessageView; attempt: AttemptDetailView }) {
  const sentMs = Math.max(0, attempt.startedAt.getTime() - message.acceptedAt.getTime())
  const ok = attempt.error === null
  const outcome = describeOutcome(attempt)
  const moments = [
    { tone: 'positive', icon: CircleCheck, words: 'Accepted', atMs: 0 },
    { tone: 'progress', icon: Send, words: `Signed and sent to ${shortUrl(attempt.url ?? '')}`, atMs: sentMs },
    {
      tone: ok ? 'positive' : 'negative',
      icon: ok ? CircleCheck : CircleX,
      words: outcome.charAt(0).toUpperCase() + outcome.slice(1),
      atMs: sentMs + attempt.totalMs,
    },
  ]
  return (
    <ol className={nextPart}>
      {moments.map(({ tone, icon: Icon, words, atMs }) => (
        <li key={words} data-tone={tone} className="flex items-start gap-2.5">
          <Icon className="icon mt-0.5 text-(--mark)" aria-hidden />
          <span className="min-w-0 flex-1 wrap-anywhere">{words}</span>
          <span className="font-mono text-sm leading-5 text-muted">{formatMs(atMs)}</span>
        </li>
      ))}
    </ol>
  )
}

const writeRequest = ({ url, requestHeaders }: AttemptDetailView, body: string): string =>
  [
    `POST ${url === null ? '' : new URL(url).pathname} HTTP/1.1`,
    ...requestHeaders.map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\n')
