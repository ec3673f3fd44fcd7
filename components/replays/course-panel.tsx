'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { ChartPanel } from '#components/charts/chart-panel.tsx'
import { replaySeries } from '#components/charts/series.ts'
import { describeStep } from '#components/charts/time-axis.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { ReplayView } from '#server/replays/view-schema.ts'

/** The chart library is half of the page's weight and draws nothing on the server: it comes after the numbers. */
const CourseChart = dynamic(() => import('#components/charts/course-chart.tsx').then(module => module.CourseChart), { ssr: false })

/** How the replay went over time, beside the pace that it was given. */
export function CoursePanel({ replay: { id, rate, skipped } }: { replay: ReplayView }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.replays.course.queryOptions({ ...useScope(), replay: id }))
  if (data === undefined || data.points.length === 0) return null
  const { points, stepSeconds } = data
  const pace = rate === null ? null : rate * stepSeconds
  return (
    <ChartPanel
      title="Progress"
      note={`per ${describeStep(stepSeconds)}`}
      series={replaySeries.filter(({ key }) => key !== 'skipped' || skipped > 0)}
      points={points}
      stepSeconds={stepSeconds}
      format={formatCount}
      line={pace === null ? null : `Pace ${formatCount(pace)}`}
    >
      <CourseChart points={points} stepSeconds={stepSeconds} pace={pace} />
    </ChartPanel>
  )
}
