import { replaySeries } from '#components/charts/series.ts'
import { classNames } from '#components/ui/class-names.ts'
import { formatCount } from '#components/ui/format.ts'
import type { ReplayOut } from '#server/replays/schema.ts'

type ReplayBarProps = { replay: ReplayOut; className: string }

/** What came of how many, as parts of all. */
export function ReplayBar({ replay, className }: ReplayBarProps) {
  const { total } = replay
  return (
    <span className={classNames('flex gap-px overflow-hidden rounded-[2px] bg-selected', className)}>
      {replaySeries.map(
        ({ key, word, colour }) =>
          replay[key] > 0 && (
            <span
              key={key}
              title={`${word}: ${formatCount(replay[key])} of ${formatCount(total)}`}
              style={{ width: `${(replay[key] / Math.max(1, total)) * 100}%`, background: colour }}
            />
          ),
      )}
    </span>
  )
}
