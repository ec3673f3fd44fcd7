'use client'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartTip } from '#components/charts/chart-tip.tsx'
import { latencySeries } from '#components/charts/series.ts'
import { formatAxisCount, formatTick } from '#components/charts/time-axis.ts'
import { formatMs } from '#components/ui/format.ts'
import type { OutcomePoint } from '#server/stats/overview-schema.ts'

const axis = { tickLine: false, axisLine: false, tick: { fill: 'var(--color-muted)', fontSize: 12 } } as const

export function LatencyChart({ points, stepSeconds }: { points: readonly OutcomePoint[]; stepSeconds: number }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={[...points]} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey={(point: OutcomePoint) => point.at.getTime()}
          tickFormatter={(time: number) => formatTick(new Date(time), stepSeconds)}
          minTickGap={48}
          height={22}
          {...axis}
        />
        <YAxis width={44} tickCount={5} tickFormatter={formatAxisCount} {...axis} />
        <Tooltip
          cursor={{ stroke: 'var(--color-line-strong)' }}
          isAnimationActive={false}
          content={<ChartTip series={latencySeries} stepSeconds={stepSeconds} format={formatMs} />}
        />
        {latencySeries.map(({ key, colour }) => (
          // A step alone between steps without deliveries is a point, and no line would show it.
          <Line
            key={key}
            dataKey={key}
            stroke={colour}
            strokeWidth={1.5}
            dot={{ r: 1.5, fill: colour, strokeWidth: 0 }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}
