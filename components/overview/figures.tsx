'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { deliveriesPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useClock } from '#components/ui/clock.tsx'
import { formatCount, formatCounted, formatMs, formatShare, formatSpan } from '#components/ui/format.ts'
import type { Overview } from '#server/stats/overview-schema.ts'

/** The five numbers that say whether all is well. */
export function Figures({ overview }: { overview: Overview }) {
  const { total, perMinute, waiting, endpoints, notDelivered } = overview
  const ended = total.delivered + notDelivered
  const scope = useScope()
  const { now } = useClock()
  const oldest = waiting.oldest
  return (
    <dl className="grid grid-cols-5 rounded-lg border border-line bg-surface max-wide:grid-cols-6 max-card:grid-cols-1">
      <Figure name="Delivered" note={`${formatCount(notDelivered)} of ${formatCount(ended)} not delivered`}>
        {ended === 0 ? '—' : <Measured text={formatShare(total.delivered, ended)} />}
      </Figure>
      <Figure name="Deliveries per minute" note={`mean ${formatRate(perMinute.mean)}, peak ${formatRate(perMinute.peak)}`}>
        {formatRate(perMinute.now)}
      </Figure>
      <Figure name="Time to answer" note="of deliveries that arrived">
        {total.p50Ms === null || total.p95Ms === null ? (
          '—'
        ) : (
          <>
            <Measured text={formatMs(total.p50Ms)} note="p50" /> <Measured text={formatMs(total.p95Ms)} note="p95" />
          </>
        )}
      </Figure>
      <Figure
        name="Oldest waiting delivery"
        note={
          oldest ? (
            <Link href={`${deliveriesPath(scope)}?state=retrying,pending&range=30d`} className="link">
              {formatCounted(waiting)} waiting
            </Link>
          ) : (
            'nothing waits'
          )
        }
      >
        {oldest ? (
          <span suppressHydrationWarning>
            <Measured text={formatSpan(now - oldest.acceptedAt.getTime())} />
          </span>
        ) : (
          '—'
        )}
      </Figure>
      <Figure name="Endpoints failing" note="no success in 5 attempts">
        {formatCount(endpoints.failing)}
        <Unit>
          {' of '}
          {formatCounted(endpoints)}
        </Unit>
      </Figure>
    </dl>
  )
}

type FigureProps = { name: string; note: ReactNode; children: ReactNode }

function Figure({ name, note, children }: FigureProps) {
  return (
    <div className="min-w-0 border-l border-line px-4 py-3 first:border-l-0 max-wide:col-span-2 max-wide:nth-4:border-l-0 max-wide:nth-[n+4]:col-span-3 max-wide:nth-[n+4]:border-t max-card:col-span-1! max-card:border-l-0 max-card:not-first:border-t">
      <dt className="truncate text-muted">{name}</dt>
      <dd className="text-lg font-semibold whitespace-nowrap tabular-nums">{children}</dd>
      <dd className="truncate text-sm text-muted tabular-nums">{note}</dd>
    </div>
  )
}

function Unit({ children }: { children: ReactNode }) {
  return <span className="text-base font-normal text-muted">{children}</span>
}

/** `16 h 41 min`: the numbers large, their units small. */
function Measured({ text, note }: { text: string; note?: string }) {
  return (
    <span className="inline-block">
      {text.split(/([\d.,]+)/).map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
        index % 2 === 1 ? <span key={index}>{part}</span> : part !== '' && <Unit key={index}>{part}</Unit>,
      )}
      {note && <Unit> {note}</Unit>}
    </span>
  )
}

const formatRate = (rate: number): string => (rate > 0 && rate < 10 ? rate.toFixed(1).replace(/\.0$/, '') : formatCount(Math.round(rate)))
