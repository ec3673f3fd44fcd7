'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleSlash, Pause } from 'lucide-react'
import { Strip } from '#components/endpoints/strip.tsx'
import { addressOf, useActiveReplay, useFigures } from '#components/endpoints/use-endpoint.ts'
import { useReplay } from '#components/endpoints/use-replay.ts'
import { useSwitch } from '#components/endpoints/use-switch.ts'
import { describeDisabled } from '#components/endpoints/words.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { formatCounted, formatUtcMoment } from '#components/ui/format.ts'
import type { EndpointView } from '#server/endpoints/view-schema.ts'
import type { ReplayIn } from '#server/replays/schema.ts'

/** An endpoint that is disabled or paused, and what it missed while it was disabled. */
export function MissedStrip({ endpoint }: { endpoint: EndpointView }) {
  if (endpoint.disabled) return <StoppedStrip endpoint={endpoint} stop="disabled" />
  if (endpoint.paused) return <StoppedStrip endpoint={endpoint} stop="paused" />
  return <CatchUpStrip endpoint={endpoint} />
}

function useMissed(endpoint: EndpointView) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.endpoints.missed.queryOptions({ ...useScope(), ...addressOf(endpoint) }))
  return data && { ...data, more: !data.exact }
}

const stops = {
  disabled: {
    icon: CircleSlash,
    word: 'Disabled',
    end: 'enable',
    action: 'Enable',
    note: 'Messages are kept and skipped for it. When it is enabled again, what it missed can be replayed.',
    Meanwhile: Skipped,
  },
  paused: {
    icon: Pause,
    word: 'Paused',
    end: 'resume',
    action: 'Resume',
    note: 'Nothing is skipped and no attempt is spent. Resumed, it gets what waited, in the order in which it came.',
    Meanwhile: Held,
  },
} as const

function StoppedStrip({ endpoint, stop }: { endpoint: EndpointView; stop: keyof typeof stops }) {
  const { now } = useClock()
  const { icon, word, end, action, note, Meanwhile } = stops[stop]
  const { run, disabledReason } = useSwitch(endpoint, end)
  return (
    <Strip
      tone="neutral"
      icon={icon}
      title={`${word} since ${formatUtcMoment(new Date(endpoint.health.since), now)}.`}
      note={note}
      action={
        <Button variant="primary" disabledReason={disabledReason} onClick={run}>
          {action}
        </Button>
      }
    >
      <Meanwhile endpoint={endpoint} />
    </Strip>
  )
}

function Skipped({ endpoint }: { endpoint: EndpointView }) {
  const missed = useMissed(endpoint)
  const count = missed && missed.count > 0 ? ` It has missed ${formatCounted(missed)} since.` : ''
  return describeDisabled(endpoint.disabledReason) + count
}

function Held({ endpoint }: { endpoint: EndpointView }) {
  const { data } = useFigures(addressOf(endpoint))
  return data && `${formatCounted(data.waiting)} waiting.`
}

function CatchUpStrip({ endpoint }: { endpoint: EndpointView }) {
  const { now } = useClock()
  const missed = useMissed(endpoint)
  const { replay, disabledReason } = useReplay(addressOf(endpoint))
  const { data: active } = useActiveReplay(addressOf(endpoint))
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
