'use client'
import { formatStep } from '#components/charts/time-axis.ts'
import type { OutcomePoint, OutcomeSums } from '#server/stats/overview-schema.ts'

type ChartTipProps = {
  /** What Recharts says it stands on. */
  active?: boolean
  payload?: readonly { payload?: OutcomePoint }[]
  series: readonly { key: keyof OutcomeSums; word: string; colour: string }[]
  stepSeconds: number
  format: (value: number) => string
}

/** The exact figures of the step under the pointer. */
export function ChartTip({ active, payload, series, stepSeconds, format }: ChartTipProps) {
  const point = payload?.[0]?.payload
  if (!active || !point) return null
  return (
    <div className="grid gap-0.5 rounded-md bg-raised px-2.5 py-2 text-sm text-text tabular-nums shadow-overlay">
      <p className="text-muted">{formatStep(point.at, stepSeconds)}</p>
      {series.map(({ key, word, colour }) => {
        const value = point[key]
        return (
          <p key={key} className="flex items-center gap-1.5">
            <span className="size-2 rounded-sm" style={{ background: colour }} />
            <span className="flex-1 pr-4">{word}</span>
            {value === null ? '—' : format(value)}
          </p>
        )
      })}
    </div>
  )
}
