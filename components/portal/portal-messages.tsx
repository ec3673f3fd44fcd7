'use client'
import { useRouter } from 'next/navigation'
import { FilterBar } from '#components/messages/filter-bar.tsx'
import { isFiltered, readFilter, writeFilter } from '#components/messages/filters.ts'
import { MessageList } from '#components/messages/message-list.tsx'
import { RangePicker } from '#components/messages/range-picker.tsx'
import { useFeed } from '#components/messages/use-feed.ts'
import { NewsButton } from '#components/news-button.tsx'
import { words } from '#components/portal/words.ts'
import { PageBar } from '#components/shell/page-bar.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useListAddress } from '#components/use-list-address.ts'
import { useListTop } from '#components/use-list-top.ts'

/** The dashboard's list on a page that scrolls as a whole: in a frame that grows with it there is no room beside or inside. */
export function PortalMessages() {
  const scope = useScope()
  const router = useRouter()
  const { filter, setFilter } = useListAddress(readFilter, writeFilter)
  const { isAtTop, scrollToTop } = useListTop()
  const feed = useFeed(filter, () => isAtTop() && !isFiltered(filter))
  const showNews = () => {
    feed.showNews()
    scrollToTop()
  }
  return (
    <>
      <PageBar title={words.sections.messages} live={feed.connected}>
        <RangePicker range={filter.range} onChange={range => setFilter({ ...filter, range })} />
      </PageBar>
      <main className="px-6 pt-3 pb-8 max-nav:px-4">
        <h1 className="sr-only">{words.sections.messages}</h1>
        <div className="overflow-clip rounded-lg border border-line bg-surface [--gutter:1rem] [&_tr:last-child]:border-b-0">
          <FilterBar filter={filter} onChange={setFilter}>
            <NewsButton count={feed.newsCount} more={feed.newsMore} onShow={showNews} />
          </FilterBar>
          <MessageList
            feed={feed}
            filter={filter}
            selected={null}
            inPanel
            onChoose={id => router.push(messagePath(scope, id))}
            onFilter={setFilter}
          />
        </div>
      </main>
    </>
  )
}
