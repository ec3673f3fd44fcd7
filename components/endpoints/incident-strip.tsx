'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { labelOutcome } from '#components/attempts/words.ts'
import { countCalmDays } from '#components/endpoints/calm-days.ts'
import { Strip } from '#components/endpoints/strip.tsx'
import { addressOf, useActiveReplay, useFigures } from '#components/endpoints/use-endpoint.ts'
import { replayRate, useReplay } from '#components/endpoints/use-replay.ts'
import { useScope } from '#components/shell/place.tsx'
import { describeError, useTRPC } from '#components/trpc.tsx'
import { Button, notOffered } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { formatCounted, formatSpan, formatUtcMoment } from '#components/ui/format.ts'
import type { ErrorClass } from '#server/attempts/error-class.ts'
import type { EndpointHealth } from '#server/endpoints/health-schema.ts'
import type { Day } from '#server/endpoints/summary-schema.ts'
import type { EndpointView } from '#server/endpoints/view-schema.ts'
import type { ReplayableState } from '#server/replays/replayable-states.ts'

/** Since when an endpoint fails, after how long without a failure, what waits, and the repair: while it fails, and when it has recovered. */
export function IncidentStrip({ endpoint }: { endpoint: EndpointView }) {
  const { state, firstFailure } = endpoint.health
  if ((state !== 'failing' && state !== 'recovered') || firstFailure === null) return null
  return <Incident endpoint={endpoint} firstFailureAt={new Date(firstFailure.timestamp)} />
}

/** A message is accepted before its delivery fails; replays go by when it was. */
const acceptedBeforeMs = 60_000
const states: ReplayableState[] = ['retrying', 'failed']

function Incident({ endpoint, firstFailureAt }: { endpoint: EndpointView; firstFailureAt: Date }) {
  const trpc = useTRPC()
  const scope = useScope()
  const { now } = useClock()
  const address = addressOf(endpoint)
  const { replay, disabledReason } = useReplay(address)
  const since = new Date(firstFailureAt.getTime() - acceptedBeforeMs)
  const failing = endpoint.health.state === 'failing'
  const counting = useQuery(
    trpc.endpoints.replayable.queryOptions({ ...scope, ...address, filter: { states, since: since.toISOString() } }),
  )
  const matching = counting.data
  const { data: figures } = useFigures(address)
  const { data: active } = useActiveReplay(address)
  const nothing = matching?.count === 0
  if (!failing && (nothing || matching === undefined || active)) return null
  const count = matching ? `${formatCounted(matching)} ` : ''
  const start = () => replay({ states, when: failing ? 'healthy' : 'now', since })
  return (
    <Strip
      tone={failing ? 'negative' : 'positive'}
      icon={failing ? CircleAlert : CircleCheck}
      title={
        failing
          ? `Failing since ${formatUtcMoment(firstFailureAt, now)}.`
          : `Recovered at ${formatUtcMoment(new Date(endpoint.health.since), now)}.`
      }
      action={
        !active &&
        !nothing && (
          <Button variant="primary" disabledReason={disabledReason ?? whyNotYet(counting)} onClick={start}>
            {failing ? `Replay ${count}when healthy` : `Replay ${count}now`}
          </Button>
        )
      }
      note={
        active || disabledReason === notOffered
          ? undefined
          : failing
            ? `On the first success one delivery goes out; if that succeeds too, the others follow at ${replayRate}/s. Until then they are retried by the schedule.`
            : `One delivery goes out first; if it succeeds, the others follow at ${replayRate}/s. Without it, those that still wait are retried by the schedule.`
      }
    >
      {failing && `${describeBeginning(endpoint.health, figures?.days ?? [])} `}
      {matching && `${count}${matching.count === 1 && !matching.more ? 'delivery has' : 'deliveries have'} not arrived since.`}
    </Strip>
  )
}

const whyNotYet = ({ data, error }: { data: unknown; error: unknown }): string | null => {
  if (data !== undefined) return null
  return error === null ? 'What failed is being counted.' : `What failed could not be counted. ${describeError(error)}`
}

/** `First 500 after 21 days without a failure.` */
function describeBeginning({ firstFailure, lastSuccess }: EndpointHealth, days: Day[]): string {
  if (firstFailure === null) return ''
  const { timestamp, error, responseStatusCode } = firstFailure
  const what = labelOutcome({ status: responseStatusCode || null, error: error as ErrorClass | null })
  if (lastSuccess === null) return `First ${what}, and no success before it.`
  const calm = countCalmDays(days, new Date(timestamp))
  if (calm >= 2) return `First ${what} after ${calm} days without a failure.`
  return `First ${what} ${formatSpan(Date.parse(timestamp) - Date.parse(lastSuccess.timestamp))} after the last success.`
}
