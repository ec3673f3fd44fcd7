'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { describeOutcome } from '#components/attempts/words.ts'
import { StateBadge } from '#components/deliveries/state-badge.tsx'
import { attemptPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { formatMs } from '#components/ui/format.ts'
import { Step, type StepState } from '#components/ui/steps.tsx'
import type { ReplayOut } from '#server/replays/schema.ts'
import type { ReplayView } from '#server/replays/view-schema.ts'

/** The one delivery before the others, and what became of it. */
export function CanaryStep({ replay, number }: { replay: ReplayView; number: number }) {
  const { canaryDelivery, failedDelivery } = replay
  const isFailed = failedDelivery !== null && failedDelivery.msgId === canaryDelivery?.msgId
  return (
    <Step number={number} state={stepOf(replay, isFailed)} title="Canary" note="one delivery, before the others">
      {canaryDelivery ? (
        <DeliveryLine delivery={canaryDelivery} sending={replay.state === 'canary'} />
      ) : (
        <p className="text-muted">{replay.state === 'waiting' ? 'It waits for the endpoint’s next success.' : 'None was sent.'}</p>
      )}
      {isFailed && <p className="text-failed-ink">{replay.reason}</p>}
    </Step>
  )
}

function stepOf({ state, canaryDelivery }: ReplayView, failed: boolean): StepState {
  if (failed || state === 'waiting' || state === 'canary') return 'current'
  return canaryDelivery === null ? 'waiting' : 'done'
}

type DeliveryLineProps = { delivery: NonNullable<ReplayOut['canaryDelivery']>; sending?: boolean }

/** One delivery of the replay: what it is, and the attempt that it had. */
export function DeliveryLine({ delivery: { msgId, endpointId }, sending = false }: DeliveryLineProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const message = useQuery(trpc.messages.get.queryOptions({ ...scope, message: msgId }))
  const delivery = message.data?.deliveries.find(({ endpoint }) => endpoint.id === endpointId)
  const last = delivery?.lastAttempt
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-line bg-surface px-4 py-1.5">
      {delivery && <StateBadge state={delivery.state} />}
      <Link
        href={attemptPath(scope, { message: msgId, endpoint: endpointId, number: delivery?.attemptCount ?? 1 })}
        className="link font-medium"
      >
        {message.data?.eventType ?? 'Message'}
      </Link>
      {message.data?.eventId && <span className="font-mono text-sm">{message.data.eventId}</span>}
      <span className="ml-auto text-muted">
        {sending ? 'sent, waiting for the answer' : last ? `${describeOutcome(last)} in ${formatMs(last.totalMs)}` : ''}
      </span>
    </div>
  )
}
