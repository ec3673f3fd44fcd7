'use client'
import { useRouter } from 'next/navigation'
import { RangePicker } from '#components/messages/range-picker.tsx'
import { NewsButton } from '#components/news-button.tsx'
import { isFiltered, readFilter, writeFilter } from '#components/request-log/filters.ts'
import { RequestLogFilterBar } from '#components/request-log/request-log-filter-bar.tsx'
import { RequestLogList } from '#components/request-log/request-log-list.tsx'
import { useRequestLog } from '#components/request-log/use-request-log.ts'
import { LiveStatus } from '#components/shell/live-status.tsx'
import { requestPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useListAddress } from '#components/use-list-address.ts'
import { useListTop } from '#components/use-list-top.ts'
import { useSelectionKeys } from '#components/use-selection-keys.ts'
import type { RequestLogRow } from '#server/request-log/schema.ts'

/** What the API refused, so that “I posted and see nothing” has an answer. */
export function RequestLogScreen() {
  const router = useRouter()
  const scope = useScope()
  const address = useListAddress(readFilter, writeFilter)
  const { filter, selected, setFilter } = address
  const { isAtTop, scrollToTop } = useListTop()
  const log = useRequestLog(filter, () => isAtTop() && !isFiltered(filter))
  const open = ({ requestId }: RequestLogRow) => router.push(requestPath(scope, requestId))
  useSelectionKeys(
    log.rows.map(({ id }) => id),
    address,
    id => {
      const row = log.rows.find(row => row.id === id)
      if (row) open(row)
    },
  )
  const showNews = () => {
    log.showNews()
    scrollToTop()
  }
  return (
    <main>
      <h1 className="sr-only">Request log</h1>
      <RequestLogFilterBar filter={filter} onChange={setFilter}>
        <span className="ml-auto inline-flex flex-wrap items-center gap-3">
          <NewsButton count={log.newsCount} more={log.newsMore} onShow={showNews} />
          <LiveStatus live={log.connected} />
          <RangePicker range={filter.range} longest="7d" onChange={range => setFilter({ ...filter, range })} />
        </span>
      </RequestLogFilterBar>
      <RequestLogList log={log} filter={filter} current={selected} onOpen={open} onFilter={setFilter} />
    </main>
  )
}
