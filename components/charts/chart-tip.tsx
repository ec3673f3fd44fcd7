'use client'
import type { Point, Series } from '#components/charts/series.ts'
import { formatStep } from '#components/charts/time-axis.ts'

type ChartTipProps<K extends string> = {
  /** What Recharts says it stands on. */
  active?: boolean
  payload?: readonly { payload?: Point<K> }[]
  series: readonly Series<K>[]
  stepSeconds: number
  format: (value: number) => string
}

/** The exact figures of the step under the pointer. */
export function ChartTip<K extends string>({ active, payload, series, stepSeconds, format }: ChartTipProps<K>) {
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
