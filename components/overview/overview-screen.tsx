'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { OutcomePanels } from '#components/charts/outcome-panels.tsx'
import { EmptyOverview } from '#components/overview/empty-overview.tsx'
import { Figures } from '#components/overview/figures.tsx'
import { LoadingOverview } from '#components/overview/loading-overview.tsx'
import { OldestWaiting } from '#components/overview/oldest-waiting.tsx'
import { overviewRangeChoices, readOverviewRange, writeOverviewRange } from '#components/overview/range.ts'
import { useOverview } from '#components/overview/use-overview.ts'
import { WorstEndpoints } from '#components/overview/worst-endpoints.tsx'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'
import type { Overview } from '#server/stats/overview-schema.ts'

export function OverviewScreen() {
  const path = usePathname()
  const range = readOverviewRange(useSearchParams())
  const { query, connected } = useOverview(range)
  const setRange = (next: OverviewRange) => window.history.pushState(null, '', `${path}${writeOverviewRange(next)}`)
  const overview = query.data
  return (
    <>
      <PageBar title="Overview" live={connected}>
        <Segmented label="Time range" options={overviewRangeChoices} value={range} onChange={setRange} />
      </PageBar>
      <main>
        <h1 className="sr-only">Overview</h1>
        {query.isPending && <LoadingOverview />}
        {query.isError && overview === undefined && <QueryError what="overview" query={query} />}
        {overview && isEmpty(overview) && <EmptyOverview range={range} onRange={setRange} />}
        {overview && !isEmpty(overview) && <Panels overview={overview} range={range} />}
      </main>
    </>
  )
}

const isEmpty = ({ total, waiting }: Overview): boolean =>
  total.delivered + total.retrying + total.failed + total.skipped + waiting.count === 0

function Panels({ overview, range }: { overview: Overview; range: OverviewRange }) {
  const { worst, waiting } = overview
  return (
    <div className="grid gap-4 p-6 max-nav:p-4">
      <Figures overview={overview} />
      <OutcomePanels activity={overview} mark={newestFailing(overview)} />
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <WorstEndpoints worst={worst} range={range} />
        <OldestWaiting oldest={waiting.oldest} />
      </div>
    </div>
  )
}

/** The endpoint that began to fail last, of those that fail. */
function newestFailing({ worst }: Overview): { at: Date; word: string } | null {
  const [newest] = worst.filter(({ health }) => health === 'failing').toSorted((a, b) => b.since.getTime() - a.since.getTime())
  if (!newest) return null
  const clock = newest.since.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return { at: newest.since, word: `${clock} ${newest.application.name} begins to fail` }
}
