'use client'
import { replaySeries } from '#components/charts/series.ts'
import { DeliveryLine } from '#components/replays/canary-step.tsx'
import { CoursePanel } from '#components/replays/course-panel.tsx'
import { ReplayBar } from '#components/replays/replay-bar.tsx'
import { endedCount, isOver, measure } from '#components/replays/words.ts'
import { useClock } from '#components/ui/clock.tsx'
import { formatCount, formatSpan } from '#components/ui/format.ts'
import { Step, type StepState } from '#components/ui/steps.tsx'
import type { ReplayView } from '#server/replays/view-schema.ts'

/** How far it is: counts, rate and time left. */
export function SendingStep({ replay, number }: { replay: ReplayView; number: number }) {
  const { canary, failedDelivery, canaryDelivery, state, rate, total } = replay
  const stoppedLater = failedDelivery !== null && failedDelivery.msgId !== canaryDelivery?.msgId
  const begun = state === 'running' || endedCount(replay) > 0
  const pace = rate === null ? 'as fast as the endpoint answers' : `at ${rate} per second`
  return (
    <Step number={number} state={stepOf(replay)} title="Sending" note={canary ? 'stops at the first new failure' : pace}>
      {begun ? (
        <>
          <Progress replay={replay} />
          <CoursePanel replay={replay} />
        </>
      ) : (
        <p className="text-muted">
          {isOver(replay)
            ? 'Nothing was sent.'
            : `${formatCount(Math.max(0, total - 1))} deliveries go out ${pace} when the canary succeeds. If it fails, nothing else is sent.`}
        </p>
      )}
      {state === 'failed' && (stoppedLater || failedDelivery === null) && <p className="text-failed-ink">{replay.reason}</p>}
      {stoppedLater && <DeliveryLine delivery={failedDelivery} />}
    </Step>
  )
}

function stepOf({ state }: ReplayView): StepState {
  if (state === 'finished') return 'done'
  return state === 'running' ? 'current' : 'waiting'
}

function Progress({ replay }: { replay: ReplayView }) {
  const { now } = useClock()
  const { total } = replay
  const ended = endedCount(replay)
  const measured = measure(replay, now)
  const left = Math.max(0, total - ended)
  const parts = replaySeries.map(({ key, word, colour }) => ({ word, count: replay[key], colour, always: key !== 'skipped' }))
  const rest = { word: isOver(replay) ? 'Not sent' : 'Not sent yet', count: left, colour: 'var(--color-selected)', always: false }
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-surface px-4 py-3.5">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <Big value={formatCount(ended)} unit={`of ${formatCount(total)} sent`} />
        {measured && <Big value={measured.perSecond.toFixed(1)} unit="per second" />}
        {measured && !isOver(replay) && <Big value={formatSpan(measured.secondsLeft * 1_000)} unit="left" />}
        <span className="ml-auto text-muted tabular-nums">{total === 0 ? 100 : Math.floor((ended / total) * 100)} %</span>
      </div>
      <div role="progressbar" aria-label="Deliveries sent" aria-valuenow={ended} aria-valuemax={total}>
        <ReplayBar replay={replay} className="h-2" />
      </div>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {[...parts, rest]
          .filter(({ count, always }) => always || count > 0)
          .map(({ word, count, colour }) => (
            <div key={word} className="flex items-center gap-1.5">
              <dt className="flex items-center gap-1.5 text-muted">
                <span aria-hidden className="size-2 rounded-[2px]" style={{ background: colour }} />
                {word}
              </dt>
              <dd className="font-medium tabular-nums">{formatCount(count)}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}

function Big({ value, unit }: { value: string; unit: string }) {
  return (
    <span className="text-lg font-medium tracking-[-0.015em] whitespace-nowrap tabular-nums">
      {value} <span className="text-base font-normal tracking-normal text-muted">{unit}</span>
    </span>
  )
}
