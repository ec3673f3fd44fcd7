import { plural } from '#components/deliveries/words.ts'
import { formatCount } from '#components/ui/format.ts'
import type { Day } from '#server/endpoints/summary-schema.ts'

const outcomes = [
  { key: 'failed', word: 'failed', name: 'Failed', className: 'bg-failed' },
  { key: 'retrying', word: 'to be retried', name: 'To be retried', className: 'bg-retrying' },
  { key: 'delivered', word: 'delivered', name: 'Delivered', className: 'bg-delivered opacity-35' },
] as const

const maxHeight = 44
const minPart = 3

const totalOf = ({ delivered, retrying, failed }: Day): number => delivered + retrying + failed

/** `18 Nov` */
const dayOf = (day: Date): string => day.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

function describe(day: Day): string {
  const parts = outcomes.toReversed().filter(({ key }) => day[key] > 0)
  return `${dayOf(day.day)}: ${plural(totalOf(day), 'attempt')}${parts.map(({ key, word }) => `, ${formatCount(day[key])} ${word}`).join('')}`
}

/** The attempts of 30 days by what they led to, a bar each. */
export function HealthStrip({ days }: { days: Day[] }) {
  const most = Math.max(1, ...days.map(totalOf))
  const [first, last] = [days[0], days.at(-1)]
  const bad = days.filter(day => day.retrying + day.failed > 0)
  return (
    <section className="grid gap-2 px-4 pt-3.5 pb-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="flex-1 font-medium whitespace-nowrap">Last 30 days</h2>
        <ul className="flex flex-wrap gap-x-4 text-sm text-muted">
          {outcomes.toReversed().map(({ key, name, className }) => (
            <li key={key} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={`size-2 rounded-[2px] ${className}`} />
              {name}
            </li>
          ))}
        </ul>
      </div>
      <div
        role="img"
        aria-label={`Attempts per day. ${bad.length === 0 ? 'None failed.' : bad.map(describe).join('. ')}`}
        className="grid items-end gap-0.5"
        style={{ height: maxHeight, gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
      >
        {days.map(day => (
          <span key={day.day.toISOString()} title={describe(day)} className="flex h-full flex-col justify-end gap-px">
            {totalOf(day) === 0 && <i className="h-0.5 rounded-[2px] bg-line" />}
            {outcomes.map(
              ({ key, className }) =>
                day[key] > 0 && (
                  <i
                    key={key}
                    className={`rounded-[2px] ${className}`}
                    style={{ height: Math.max(minPart, (day[key] / most) * (maxHeight - 2 * minPart)) }}
                  />
                ),
            )}
          </span>
        ))}
      </div>
      <p className="flex justify-between gap-4 text-sm text-muted tabular-nums">
        <span>{first && dayOf(first.day)}</span>
        <span>{last && describe(last).replace(/^[^:]*/, 'Today')}</span>
      </p>
    </section>
  )
}
