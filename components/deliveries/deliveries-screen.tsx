'use client'
import { useRouter } from 'next/navigation'
import { ExportMenu } from '#components/deliveries/export-menu.tsx'
import { isFiltered, readFilter, writeFilter } from '#components/deliveries/filters.ts'
import { ReplayAll } from '#components/deliveries/replay-all.tsx'
import { SelectionBar } from '#components/deliveries/selection-bar.tsx'
import { UndeliveredFilterBar } from '#components/deliveries/undelivered-filter-bar.tsx'
import { UndeliveredList } from '#components/deliveries/undelivered-list.tsx'
import { useSelection } from '#components/deliveries/use-selection.ts'
import { useUndelivered } from '#components/deliveries/use-undelivered.ts'
import { KeyHints } from '#components/key-hints.tsx'
import { RangePicker } from '#components/messages/range-picker.tsx'
import { NewsButton } from '#components/news-button.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { deliveryPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useKeys } from '#components/ui/use-keys.ts'
import { useListAddress } from '#components/use-list-address.ts'
import { useListTop } from '#components/use-list-top.ts'
import { useSelectionKeys } from '#components/use-selection-keys.ts'
import type { UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'

export function DeliveriesScreen() {
  const router = useRouter()
  const scope = useScope()
  const address = useListAddress(readFilter, writeFilter)
  const { filter, selected, setFilter, readSelected } = address
  const { scroller, isAtTop, scrollToTop } = useListTop()
  const live = useUndelivered(filter, () => isAtTop() && !isFiltered(filter))
  const selection = useSelection(live.rows)

  const open = (row: UndeliveredRow) => router.push(deliveryPath(scope, { message: row.message, endpoint: row.endpoint.id }))
  const ids = live.rows.map(({ id }) => id)
  useSelectionKeys(ids, address, id => {
    const row = live.rows.find(row => row.id === id)
    if (row) open(row)
  })
  useKeys({
    x: () => {
      const id = readSelected()
      if (id !== null && ids.includes(id)) selection.toggle(id)
    },
    Escape: selection.clear,
  })

  const showNews = () => {
    live.showNews()
    scrollToTop()
  }

  const range = <RangePicker range={filter.range} onChange={range => setFilter({ ...filter, range })} />
  return (
    <>
      <PageBar title="Deliveries" live={live.connected}>
        <span className="max-card:hidden">{range}</span>
      </PageBar>
      <main className="grid h-[calc(100dvh-var(--size-bar)-var(--size-band,0px))] grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] max-card:block max-card:h-auto">
        <h1 className="sr-only">Deliveries</h1>
        <UndeliveredFilterBar filter={filter} onChange={setFilter}>
          <span className="card:hidden">{range}</span>
          <span className="ml-auto inline-flex items-center gap-2">
            <NewsButton count={live.newsCount} more={live.newsMore} onShow={showNews} />
            <ReplayAll filter={filter} />
            <ExportMenu filter={filter} />
          </span>
        </UndeliveredFilterBar>
        <div ref={scroller} className="relative overflow-auto max-card:overflow-visible">
          <UndeliveredList live={live} filter={filter} current={selected} selection={selection} onOpen={open} onFilter={setFilter} />
        </div>
        {selection.rows.length > 0 ? (
          <SelectionBar selection={selection} />
        ) : (
          <KeyHints
            hints={[
              { keys: ['j', 'k'], word: 'move' },
              { keys: ['x'], word: 'select' },
              { keys: ['↵'], word: 'open' },
              { keys: ['?'], word: 'all keys' },
            ]}
          />
        )}
      </main>
    </>
  )
}
