'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo, useRef } from 'react'
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
import type { UndeliveredFilter, UndeliveredRow } from '#server/deliveries/undelivered-schema.ts'

/** The list's state, kept in the address: a filter is a step that Back undoes, the row that one stands on is not. */
function useAddress() {
  const path = usePathname()
  const params = useSearchParams()
  const filter = useMemo(() => readFilter(params), [params])
  const address = (next: URLSearchParams) => (next.size === 0 ? path : `${path}?${next}`)
  return {
    filter,
    current: params.get('selected'),
    setFilter: (changed: UndeliveredFilter) => window.history.pushState(null, '', address(writeFilter(changed))),
    /** As it is now: a key may be pressed twice before the page is drawn again. */
    readCurrent: () => new URLSearchParams(window.location.search).get('selected'),
    setCurrent: (id: string) => {
      const next = writeFilter(filter)
      next.set('selected', id)
      window.history.replaceState(null, '', address(next))
    },
  }
}

export function DeliveriesScreen() {
  const router = useRouter()
  const scope = useScope()
  const { filter, current, setFilter, readCurrent, setCurrent } = useAddress()
  const scroller = useRef<HTMLDivElement>(null)
  const atTop = () => (scroller.current?.scrollTop ?? 0) < 4 && window.scrollY < 4
  const live = useUndelivered(filter, () => atTop() && !isFiltered(filter))
  const selection = useSelection(live.rows)

  const open = (row: UndeliveredRow) => router.push(deliveryPath(scope, { message: row.message, endpoint: row.endpoint.id }))
  const rowAt = (step: number) => {
    const index = live.rows.findIndex(row => row.id === readCurrent())
    return live.rows[index === -1 ? 0 : Math.max(0, Math.min(index + step, live.rows.length - 1))]
  }
  const move = (step: number) => {
    const next = rowAt(step)
    if (!next) return
    setCurrent(next.id)
    document.getElementById(next.id)?.focus()
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const id = readCurrent()
      if (id) selection.toggle(id)
    },
    Enter: () => {
      const row = rowAt(0)
      if (row && readCurrent()) open(row)
    },
    Escape: selection.clear,
  })

  const showNews = () => {
    live.showNews()
    scroller.current?.scrollTo({ top: 0 })
    window.scrollTo({ top: 0 })
  }

  const range = <RangePicker range={filter.range} onChange={range => setFilter({ ...filter, range })} />
  return (
    <>
      <PageBar title="Deliveries" live={live.connected} liveWord="Live">
        <span className="max-card:hidden">{range}</span>
      </PageBar>
      <main className="grid h-[calc(100dvh-var(--size-bar))] grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] max-card:block max-card:h-auto">
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
          <UndeliveredList live={live} filter={filter} current={current} selection={selection} onOpen={open} onFilter={setFilter} />
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
