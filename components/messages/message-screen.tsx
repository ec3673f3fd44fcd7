'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { AttemptPanel } from '#components/attempts/attempt-panel.tsx'
import { CancelDelivery } from '#components/deliveries/cancel-delivery.tsx'
import { DeliveryList } from '#components/deliveries/delivery-list.tsx'
import { EditAndResend } from '#components/deliveries/edit-and-resend.tsx'
import { ResendButton } from '#components/deliveries/resend-button.tsx'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { Timeline } from '#components/deliveries/timeline.tsx'
import { worstState } from '#components/deliveries/words.ts'
import { PayloadPanel } from '#components/messages/payload.tsx'
import { useLiveMessage, useMessage } from '#components/messages/use-message.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { messagePath, messagesPath } from '#components/shell/paths.ts'
import { useMerchant, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Fact, Facts } from '#components/ui/facts.tsx'
import { IdText, truncateMiddle } from '#components/ui/id-text.tsx'
import { LoadingLines } from '#components/ui/loading-lines.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { useKeys } from '#components/ui/use-keys.ts'
import type { DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

export function MessageScreen({ message: id }: { message: string }) {
  const scope = useScope()
  const live = useLiveMessage(id)
  const query = useMessage(id)
  return (
    <>
      <PageBar title={truncateMiddle(id)} mono parent={{ title: 'Messages', href: messagesPath(scope) }} live={live} />
      <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        {query.data && <Message message={query.data} />}
        {query.isPending && <LoadingLines />}
        {query.isError && !query.data && <QueryError what="message" query={query} />}
      </main>
    </>
  )
}

function Message({ message }: { message: MessageView }) {
  const { delivery, chosen, choose } = useChoice(message)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-[-0.015em] wrap-anywhere">{message.eventType}</h1>
        <StateBadge state={worstState(message.deliveries.map(({ state }) => state))} />
        {delivery && (
          <div className="ml-auto flex flex-wrap items-center gap-2 max-card:ml-0 max-card:w-full max-card:*:flex-1">
            <ResendButton message={message} deliveries={[delivery]} />
            <EditAndResend message={message} delivery={delivery} />
            <CancelDelivery message={message} delivery={delivery} />
          </div>
        )}
      </div>
      <MessageFacts message={message} />
      {/* Narrow, the panels stand under each other, and what failed comes before what was posted. */}
      <div className="grid grid-cols-[352px_minmax(0,1fr)] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)]">
        <div className="grid min-w-0 content-start gap-4 max-wide:contents">
          <DeliveryList message={message} selected={delivery} onSelect={endpoint => choose(endpoint, null)} />
          {delivery && (
            <Timeline message={message} delivery={delivery} selected={chosen} onSelect={number => choose(delivery.endpoint.id, number)} />
          )}
          <PayloadPanel message={message} className="max-wide:order-2" />
        </div>
        {delivery && chosen !== null && <AttemptPanel message={message} delivery={delivery} number={chosen} />}
      </div>
    </>
  )
}

/** Which delivery and which attempt, by the address; else the delivery that most needs a person, and its last attempt. */
function useChoice(message: MessageView) {
  const path = usePathname()
  const params = useSearchParams()
  const trpc = useTRPC()
  const scope = useScope()
  const worst = worstState(message.deliveries.map(({ state }) => state))
  const delivery: DeliveryView | undefined =
    message.deliveries.find(({ endpoint }) => endpoint.id === params.get('endpoint')) ??
    message.deliveries.find(({ state }) => state === worst)
  const attempts = useQuery(
    trpc.messages.attempts.queryOptions(
      { ...scope, message: message.id, endpoint: delivery?.endpoint.id ?? '' },
      { enabled: delivery !== undefined },
    ),
  )
  const numbers = attempts.data?.map(({ number }) => number) ?? []
  const asked = Number(params.get('attempt'))
  const chosen = asked > 0 ? asked : (numbers[0] ?? null)

  const choose = (endpoint: string, number: number | null) => {
    const next = new URLSearchParams({ endpoint, ...(number !== null && { attempt: String(number) }) })
    window.history.replaceState(null, '', `${path}?${next}`)
  }
  const step = (by: number) => {
    const number = numbers[numbers.indexOf(chosen ?? 0) + by]
    if (delivery && number !== undefined) choose(delivery.endpoint.id, number)
  }
  // The newest attempt is the first in the list and the last on the time line.
  useKeys({ j: () => step(-1), k: () => step(1) })
  return { delivery, chosen, choose }
}

function MessageFacts({ message }: { message: MessageView }) {
  const scope = useScope()
  const merchant = useMerchant()
  return (
    <Facts>
      {!merchant && <Fact name="Application">{message.application.name}</Fact>}
      <Fact name="Message id">
        <IdText id={message.id} />
      </Fact>
      {message.eventId && (
        <Fact name="Event id">
          <IdText id={message.eventId} />
        </Fact>
      )}
      {message.editedFrom && (
        <Fact name="Edited copy of">
          <Link href={messagePath(scope, message.editedFrom)} className="link font-mono text-sm">
            {truncateMiddle(message.editedFrom)}
          </Link>
        </Fact>
      )}
      <Fact name="Accepted">
        <RelativeTime time={message.acceptedAt} ago />
      </Fact>
      {message.channels.length > 0 && <Fact name="Channels">{message.channels.join(', ')}</Fact>}
      {message.tags.length > 0 && <Fact name="Tags">{message.tags.join(', ')}</Fact>}
    </Facts>
  )
}
