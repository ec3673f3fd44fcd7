'use client'
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartTip } from '#components/charts/chart-tip.tsx'
import { replaySeries } from '#components/charts/series.ts'
import { formatAxisCount, formatTick } from '#components/charts/time-axis.ts'
import { formatCount } from '#components/ui/format.ts'
import type { ReplayPoint } from '#server/replays/view-schema.ts'

type CourseChartProps = {
  points: readonly ReplayPoint[]
  stepSeconds: number
  /** As many as the pace allows in a step; null: there is none. */
  pace: number | null
}

const axis = { tickLine: false, axisLine: false, tick: { fill: 'var(--color-muted)', fontSize: 12 } } as const

/** What came of the deliveries of a replay, step by step, below the line that its pace draws. */
export function CourseChart({ points, stepSeconds, pace }: CourseChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...points]}
        margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        barCategoryGap={1}
        maxBarSize={32}
      >
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey={(point: ReplayPoint) => point.at.getTime()}
          tickFormatter={(time: number) => formatTick(new Date(time), stepSeconds)}
          minTickGap={48}
          height={22}
          {...axis}
        />
        <YAxis width={44} tickCount={4} allowDecimals={false} tickFormatter={formatAxisCount} {...axis} />
        <Tooltip
          cursor={{ fill: 'var(--color-hover)' }}
          isAnimationActive={false}
          content={<ChartTip series={replaySeries} stepSeconds={stepSeconds} format={formatCount} />}
        />
        {replaySeries.map(({ key, colour }) => (
          <Bar key={key} dataKey={key} stackId="ended" fill={colour} isAnimationActive={false} />
        ))}
        {pace !== null && <ReferenceLine y={pace} ifOverflow="extendDomain" stroke="var(--color-text)" strokeDasharray="2 3" />}
      </BarChart>
    </ResponsiveContainer>
  )
}
