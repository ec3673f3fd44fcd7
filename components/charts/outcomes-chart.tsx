'use client'
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartTip } from '#components/charts/chart-tip.tsx'
import { outcomeSeries } from '#components/charts/series.ts'
import { formatAxisCount, formatTick } from '#components/charts/time-axis.ts'
import { formatCount } from '#components/ui/format.ts'
import type { OutcomePoint } from '#server/stats/overview-schema.ts'

type OutcomesChartProps = {
  points: readonly OutcomePoint[]
  stepSeconds: number
  /** A moment to show, and what happened then. */
  mark: { at: Date; word: string } | null
}

const axis = { tickLine: false, axisLine: false, tick: { fill: 'var(--color-muted)', fontSize: 12 } } as const
const margin = { top: 6, right: 4, bottom: 0, left: 0 }

/**
 * Two plots on one time axis: what was delivered is a thousand times what was not, so that has a scale of its own. The delivered is pale,
 * because it is the ordinary.
 */
export function OutcomesChart({ points, stepSeconds, mark }: OutcomesChartProps) {
  const data = [...points]
  const markAt = mark && stepOf(data, mark.at, stepSeconds)
  const [delivered, ...others] = outcomeSeries
  const tip = (
    <Tooltip
      cursor={{ fill: 'var(--color-hover)' }}
      isAnimationActive={false}
      content={<ChartTip series={outcomeSeries} stepSeconds={stepSeconds} format={formatCount} />}
    />
  )
  const line = markAt !== null && <ReferenceLine x={markAt} stroke="var(--color-text)" strokeDasharray="2 3" />
  return (
    <div className="grid h-full grid-rows-[16px_minmax(0,3fr)_16px_minmax(0,2fr)]">
      <p className="pl-11 text-sm text-muted">Delivered</p>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} margin={margin} syncId="outcomes" accessibilityLayer={false} barCategoryGap={1}>
          <CartesianGrid vertical={false} stroke="var(--color-line)" />
          <XAxis dataKey={timeOf} hide />
          <YAxis width={44} tickCount={4} allowDecimals={false} tickFormatter={formatAxisCount} {...axis} />
          {tip}
          {line}
          <Bar dataKey={delivered!.key} fill={delivered!.colour} fillOpacity={0.35} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
      <p className="flex pl-11 text-sm text-muted">
        Not delivered, on a scale of its own
        {mark && markAt !== null && <span className="ml-auto truncate pl-4 text-text max-card:hidden">{mark.word}</span>}
      </p>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={data} margin={margin} syncId="outcomes" accessibilityLayer={false} barCategoryGap={1}>
          <CartesianGrid vertical={false} stroke="var(--color-line)" />
          <XAxis
            dataKey={timeOf}
            tickFormatter={(time: number) => formatTick(new Date(time), stepSeconds)}
            minTickGap={48}
            height={22}
            {...axis}
          />
          <YAxis width={44} tickCount={3} allowDecimals={false} tickFormatter={formatAxisCount} {...axis} />
          <Tooltip cursor={{ fill: 'var(--color-hover)' }} isAnimationActive={false} content={() => null} />
          {line}
          {others.map(({ key, colour }) => (
            <Bar key={key} dataKey={key} stackId="others" fill={colour} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

const timeOf = (point: OutcomePoint): number => point.at.getTime()

/** The step that a moment is in; null: it is before them all. */
function stepOf(points: OutcomePoint[], at: Date, stepSeconds: number): number | null {
  const step = points.find(point => at >= point.at && at.getTime() < timeOf(point) + stepSeconds * 1_000)
  return step ? timeOf(step) : null
}
