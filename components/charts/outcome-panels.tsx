'use client'
import dynamic from 'next/dynamic'
import { ChartPanel } from '#components/charts/chart-panel.tsx'
import { latencySeries, outcomeSeries } from '#components/charts/series.ts'
import { describeStep } from '#components/charts/time-axis.ts'
import { formatCount, formatMs } from '#components/ui/format.ts'
import type { Activity } from '#server/stats/overview-schema.ts'

/** The chart library is half of the page's weight and draws nothing on the server: it comes after the numbers. */
const OutcomesChart = dynamic(() => import('#components/charts/outcomes-chart.tsx').then(module => module.OutcomesChart), { ssr: false })
const LatencyChart = dynamic(() => import('#components/charts/latency-chart.tsx').then(module => module.LatencyChart), { ssr: false })

type OutcomePanelsProps = { activity: Activity /** A moment to show, and what happened then. */; mark?: { at: Date; word: string } | null }

/** What came of attempts over time, and beside it how long answers took. */
export function OutcomePanels({ activity: { points, stepSeconds, total }, mark = null }: OutcomePanelsProps) {
  const common = { points, stepSeconds, total }
  return (
    <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <ChartPanel
        title="Outcomes"
        note={`of attempts per ${describeStep(stepSeconds)}`}
        series={outcomeSeries}
        format={formatCount}
        {...common}
      >
        <OutcomesChart points={points} stepSeconds={stepSeconds} mark={mark} />
      </ChartPanel>
      <ChartPanel title="Time to answer" note="ms" series={latencySeries} format={formatMs} {...common}>
        <LatencyChart points={points} stepSeconds={stepSeconds} />
      </ChartPanel>
    </div>
  )
}
