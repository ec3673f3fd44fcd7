'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleSlash, Pause } from 'lucide-react'
import { Strip } from '#components/endpoints/strip.tsx'
import { useReplay } from '#components/endpoints/use-replay.ts'
import { useSwitch } from '#components/endpoints/use-switch.ts'
import { describeDisabled, formatCounted } from '#components/endpoints/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { formatUtcMoment } from '#components/ui/format.ts'
import type { EndpointView } from '#server/endpoints/view-schema.ts'
import type { ReplayIn } from '#server/replays/schema.ts'

/** An endpoint that is disabled or paused, and what it missed while it was disabled. */
export function MissedStrip({ endpoint }: { endpoint: EndpointView }) {
  if (endpoint.disabled) return <DisabledStrip endpoint={endpoint} />
  if (endpoint.paused) return <PausedStrip endpoint={endpoint} />
  return <CatchUpStrip endpoint={endpoint} />
}

const addressOf = (endpoint: EndpointView) => ({ application: endpoint.application.id, endpoint: endpoint.id })

function useMissed(endpoint: EndpointView) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.endpoints.missed.queryOptions({ ...useScope(), ...addressOf(endpoint) }))
  return data && { ...data, more: !data.exact }
}

function DisabledStrip({ endpoint }: { endpoint: EndpointView }) {
  const { now } = useClock()
  const missed = useMissed(endpoint)
  const enable = useSwitch(endpoint, 'enable')
  return (
    <Strip
      tone="neutral"
      icon={CircleSlash}
      title={`Disabled since ${formatUtcMoment(new Date(endpoint.health.since), now)}.`}
      note="Messages are kept and skipped for it. When it is enabled again, what it missed can be replayed."
      action={
        <Button variant="primary" disabledReason={enable.disabledReason} onClick={enable.run}>
          Enable
        </Button>
      }
    >
      {describeDisabled(endpoint.disabledReason)} {missed && missed.count > 0 && `It has missed ${formatCounted(missed)} since.`}
    </Strip>
  )
}

function PausedStrip({ endpoint }: { endpoint: EndpointView }) {
  const { now } = useClock()
  const trpc = useTRPC()
  const resume = useSwitch(endpoint, 'resume')
  const { data } = useQuery(trpc.endpoints.figures.queryOptions({ ...useScope(), ...addressOf(endpoint) }))
  return (
    <Strip
      tone="neutral"
      icon={Pause}
      title={`Paused since ${formatUtcMoment(new Date(endpoint.health.since), now)}.`}
      note="Nothing is skipped and no attempt is spent. Resumed, it gets what waited, in the order in which it came."
      action={
        <Button variant="primary" disabledReason={resume.disabledReason} onClick={resume.run}>
          Resume
        </Button>
      }
    >
      {data && `${formatCounted(data.waiting)} waiting.`}
    </Strip>
  )
}

function CatchUpStrip({ endpoint }: { endpoint: EndpointView }) {
  const { now } = useClock()
  const trpc = useTRPC()
  const missed = useMissed(endpoint)
  const { replay, disabledReason } = useReplay(addressOf(endpoint))
  const { data: active } = useQuery(trpc.endpoints.activeReplay.queryOptions({ ...useScope(), ...addressOf(endpoint) }))
  if (!missed?.since || !missed.until || missed.count === 0 || active) return null
  const [since, until] = [new Date(missed.since), new Date(missed.until)]
  return (
    <Strip
      tone="progress"
      icon={CircleSlash}
      title={`Missed ${formatCounted(missed)} while it was disabled.`}
      note="One delivery goes out first; if it succeeds, the others follow."
      action={
        <Button
          variant="primary"
          disabledReason={disabledReason}
          onClick={() => replay({ ...missedFilter, when: 'now', since: new Date(since.getTime() - scheduleMs), until })}
        >
          Replay {formatCounted(missed)}
        </Button>
      }
    >
      From {formatUtcMoment(since, now)} to {formatUtcMoment(until, now)}.
    </Strip>
  )
}

const missedFilter: Pick<ReplayIn, 'states' | 'reasons'> = { states: ['skipped', 'canceled'], reasons: ['endpoint_disabled'] }
/** What was waiting when it was disabled came before: schedules are two weeks long at most, nearly always. */
const scheduleMs = 14 * 24 * 60 * 60 * 1000
