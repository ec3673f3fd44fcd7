'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { usePathname, useSearchParams } from 'next/navigation'
import { OutcomePanels } from '#components/charts/outcome-panels.tsx'
import { overviewRangeChoices, readOverviewRange, writeOverviewRange } from '#components/overview/range.ts'
import { words } from '#components/portal/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useOwnApplication, useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { LoadingLines } from '#components/ui/loading-lines.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { useLiveSums } from '#components/use-live.ts'
import type { Activity } from '#server/stats/overview-schema.ts'

/** What came of everything that was sent to the merchant, and how long their server took. */
export function ActivityScreen() {
  const trpc = useTRPC()
  const path = usePathname()
  const { id: application } = useOwnApplication()
  const range = readOverviewRange(useSearchParams())
  const query = useQuery(trpc.stats.activity.queryOptions({ ...useScope(), application, range }, { placeholderData: keepPreviousData }))
  const live = useLiveSums(trpc.stats.activity.queryFilter())
  const activity = query.data
  return (
    <>
      <PageBar title={words.sections.activity} live={live}>
        <Segmented
          label={words.activity.range}
          options={overviewRangeChoices}
          value={range}
          onChange={next => window.history.pushState(null, '', `${path}${writeOverviewRange(next)}`)}
        />
      </PageBar>
      <main className="px-6 pt-3 pb-8 max-nav:px-4">
        <h1 className="sr-only">{words.sections.activity}</h1>
        {query.isPending && <LoadingLines />}
        {query.isError && !activity && <QueryError what={words.activity.what} query={query} />}
        {activity &&
          (isEmpty(activity) ? (
            <StateBox title={words.activity.none.title}>
              <p className="text-muted">{words.activity.none.text}</p>
            </StateBox>
          ) : (
            <OutcomePanels activity={activity} />
          ))}
      </main>
    </>
  )
}

const isEmpty = ({ total: { delivered, retrying, failed, skipped } }: Activity): boolean => delivered + retrying + failed + skipped === 0
