'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { KeyHints } from '#components/key-hints.tsx'
import { FilterBar } from '#components/messages/filter-bar.tsx'
import { isFiltered, readFilter, writeFilter } from '#components/messages/filters.ts'
import { MessageList } from '#components/messages/message-list.tsx'
import { RangePicker } from '#components/messages/range-picker.tsx'
import { useFeed } from '#components/messages/use-feed.ts'
import { NewsButton } from '#components/news-button.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useKeys } from '#components/ui/use-keys.ts'
import { useListAddress } from '#components/use-list-address.ts'
import { useListTop } from '#components/use-list-top.ts'
import { useSelectionKeys } from '#components/use-selection-keys.ts'

/** Comes when the first row is chosen: the list itself needs nothing of it. */
const Peek = dynamic(() => import('#components/messages/peek.tsx').then(module => module.Peek))

/** Where the peek panel has room; below, a click opens the message. */
const wide = '(min-width: 1100px)'

export function MessagesScreen() {
  const router = useRouter()
  const scope = useScope()
  const address = useListAddress(readFilter, writeFilter)
  const { filter, selected, setFilter, select } = address
  const { scroller, isAtTop, scrollToTop } = useListTop()
  const feed = useFeed(filter, () => isAtTop() && !isFiltered(filter))
  const [isWide, setWide] = useState(true)
  useEffect(() => {
    const media = window.matchMedia(wide)
    const read = () => setWide(media.matches)
    read()
    media.addEventListener('change', read)
    return () => media.removeEventListener('change', read)
  }, [])

  const current = selected !== null && isWide ? selected : null
  const open = (id: string) => router.push(messagePath(scope, id))
  const choose = (id: string) => (window.matchMedia(wide).matches ? select(id) : open(id))
  const ids = feed.rows.map(({ id }) => id)
  useSelectionKeys(ids, address, open)
  useKeys({ Escape: () => select(null) })

  const showNews = () => {
    feed.showNews()
    scrollToTop()
  }

  const range = <RangePicker range={filter.range} onChange={range => setFilter({ ...filter, range })} />
  return (
    <>
      <PageBar title="Messages" live={feed.connected} liveWord="Live tail">
        <span className="max-card:hidden">{range}</span>
      </PageBar>
      <main className="grid h-[calc(100dvh-var(--size-bar)-var(--size-band,0px))] grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] max-card:block max-card:h-auto">
        <h1 className="sr-only">Messages</h1>
        <FilterBar filter={filter} onChange={setFilter}>
          <span className="card:hidden">{range}</span>
          <NewsButton count={feed.newsCount} more={feed.newsMore} onShow={showNews} />
        </FilterBar>
        <div className={current ? 'grid min-h-0 grid-cols-[minmax(0,1fr)_400px]' : 'grid min-h-0 grid-cols-[minmax(0,1fr)]'}>
          <div ref={scroller} className="relative overflow-auto max-card:overflow-visible">
            <MessageList feed={feed} filter={filter} selected={current} onChoose={choose} onFilter={setFilter} />
          </div>
          {current && <Peek key={current} message={current} onClose={() => select(null)} />}
        </div>
        <KeyHints
          hints={[
            { keys: ['j', 'k'], word: 'move' },
            { keys: ['↵'], word: 'open' },
            ...(current ? [{ keys: ['r'], word: 'resend' }] : []),
            { keys: ['/'], word: 'search' },
            { keys: ['?'], word: 'all keys' },
          ]}
        />
      </main>
    </>
  )
}
