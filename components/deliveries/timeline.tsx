'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, Clock, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { describeOutcome } from '#components/attempts/words.ts'
import { looks } from '#components/deliveries/looks.ts'
import { plural, reasonSentences } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import type { Tone } from '#components/ui/badge.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { useClock } from '#components/ui/clock.tsx'
import { formatMs, formatSpan, formatUtc, formatUtcClock } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { AttemptView, DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type TimelineProps = { message: MessageView; delivery: DeliveryView; selected: number | null; onSelect: (number: number) => void }

/** A delivery's story: accepted, each attempt and the wait before the next, and what is still to come. */
export function Timeline({ message, delivery, selected, onSelect }: TimelineProps) {
  const trpc = useTRPC()
  const query = useQuery(trpc.messages.attempts.queryOptions({ ...useScope(), message: message.id, endpoint: delivery.endpoint.id }))
  const attempts = query.data?.toReversed()
  return (
    <Panel title="Timeline" end={<span className="text-sm text-muted">UTC</span>}>
      <ol className="p-2">
        <Event
          tone="positive"
          icon={CircleCheck}
          time={message.acceptedAt}
          note={`Stored with ${plural(message.deliveries.length, 'delivery', 'deliveries')}`}
        >
          <span className="font-medium">Accepted</span>
        </Event>
        {attempts?.[0] && attempts[0].number > 1 && <Wait>earlier attempts are not shown</Wait>}
        {attempts?.map((attempt, index) => (
          <Step
            key={attempt.number}
            attempt={attempt}
            previous={attempts[index - 1]}
            current={attempt.number === selected}
            onSelect={onSelect}
          />
        ))}
        {query.isPending && (
          <li className="px-2 py-1.5">
            <Skeleton width={200} />
          </li>
        )}
        {attempts && <Next delivery={delivery} last={attempts.at(-1)} />}
      </ol>
      {query.isError && <QueryError what="attempts" query={query} />}
    </Panel>
  )
}

type StepProps = { attempt: AttemptView; previous: AttemptView | undefined; current: boolean; onSelect: (number: number) => void }

function Step({ attempt, previous, current, onSelect }: StepProps) {
  const ok = attempt.error === null
  const waitedMs = previous && attempt.startedAt.getTime() - previous.startedAt.getTime() - previous.totalMs
  const notes = [
    formatMs(attempt.totalMs),
    attempt.trigger === 'manual' && 'resend',
    attempt.superseded && 'by a worker that had lost its claim',
  ]
  return (
    <>
      {waitedMs !== undefined && waitedMs >= 1_000 && <Wait>waited {formatSpan(waitedMs)}</Wait>}
      <Event
        tone={ok ? 'positive' : 'negative'}
        icon={ok ? CircleCheck : CircleX}
        time={attempt.startedAt}
        current={current}
        note={notes.filter(Boolean).join(', ')}
      >
        <button
          type="button"
          aria-current={current || undefined}
          onClick={() => onSelect(attempt.number)}
          // The whole row is the target; the words stay its name.
          className="text-left after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus"
        >
          <span className="font-medium">Attempt {attempt.number}</span> {describeOutcome(attempt)}
        </button>
      </Event>
    </>
  )
}

/** What comes next, or how it ended. */
function Next({ delivery, last }: { delivery: DeliveryView; last: AttemptView | undefined }) {
  const { now } = useClock()
  const { state, nextAttemptAt, reason } = delivery
  if (state === 'delivered') return null
  if (state === 'pending' || state === 'retrying') {
    const leftMs = nextAttemptAt === null ? 0 : nextAttemptAt.getTime() - now
    const coming = leftMs > 1_000
    const { paused } = delivery.endpoint
    return (
      <>
        {last && nextAttemptAt && coming && !paused && (
          <Wait>waiting {formatSpan(nextAttemptAt.getTime() - last.startedAt.getTime() - last.totalMs)}</Wait>
        )}
        <Event tone="progress" icon={Clock} time={paused ? null : nextAttemptAt} note={paused ? 'The endpoint is paused.' : undefined}>
          <span className="font-medium" suppressHydrationWarning>
            Attempt {delivery.attemptCount + 1} {paused ? 'waits' : coming ? `in ${formatSpan(leftMs)}` : 'is due'}
          </span>
        </Event>
      </>
    )
  }
  const { tone, icon, word } = looks[state]
  return (
    <Event tone={tone} icon={icon} time={null} note={reason === null ? undefined : reasonSentences[reason]}>
      <span className="font-medium">{word}</span>
    </Event>
  )
}

type EventProps = { tone: Tone; icon: LucideIcon; time: Date | null; note?: string; current?: boolean; children: ReactNode }

function Event({ tone, icon: Icon, time, note, current = false, children }: EventProps) {
  return (
    <li
      data-tone={tone}
      className={classNames(
        'relative grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2.5 rounded-md px-2 py-1.5',
        'before:absolute before:top-6.5 before:-bottom-1.5 before:left-[calc(var(--spacing)*2+7.5px)] before:w-px before:bg-line-strong last:before:hidden',
        current && 'bg-selected',
      )}
    >
      <Icon className="icon mt-0.5 text-(--mark)" aria-hidden />
      <span>{children}</span>
      {time && (
        <time dateTime={time.toISOString()} title={formatUtc(time)} className="font-mono text-sm leading-5 text-muted">
          {formatUtcClock(time)}
        </time>
      )}
      {note && <span className="col-[2/-1] text-sm text-pretty text-muted">{note}</span>}
    </li>
  )
}

function Wait({ children }: { children: ReactNode }) {
  return (
    <li className="relative py-0.5 pr-2 pl-8.5 text-sm text-muted before:absolute before:-inset-y-1 before:left-[calc(var(--spacing)*2+7.5px)] before:w-px before:bg-[repeating-linear-gradient(var(--color-line-strong)_0_3px,transparent_3px_6px)]">
      {children}
    </li>
  )
}
