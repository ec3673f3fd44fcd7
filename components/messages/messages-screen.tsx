'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { KeyHints } from '#components/key-hints.tsx'
import { FilterBar } from '#components/messages/filter-bar.tsx'
import { isFiltered } from '#components/messages/filters.ts'
import { MessageList } from '#components/messages/message-list.tsx'
import { RangePicker } from '#components/messages/range-picker.tsx'
import { useFeed } from '#components/messages/use-feed.ts'
import { useListAddress } from '#components/messages/use-list-address.ts'
import { NewsButton } from '#components/news-button.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { messagePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useKeys } from '#components/ui/use-keys.ts'

/** Comes when the first row is chosen: the list itself needs nothing of it. */
const Peek = dynamic(() => import('#components/messages/peek.tsx').then(module => module.Peek))

/** Where the peek panel has room; below, a click opens the message. */
const wide = '(min-width: 1100px)'

export function MessagesScreen() {
  const router = useRouter()
  const scope = useScope()
  const { filter, selected, readSelected, setFilter, select } = useListAddress()
  const scroller = useRef<HTMLDivElement>(null)
  const atTop = () => (scroller.current?.scrollTop ?? 0) < 4 && window.scrollY < 4
  const feed = useFeed(filter, () => atTop() && !isFiltered(filter))
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
  const move = (step: number) => {
    const index = feed.rows.findIndex(row => row.id === readSelected())
    const next = feed.rows[index === -1 ? 0 : Math.max(0, Math.min(index + step, feed.rows.length - 1))]
    if (!next) return
    select(next.id)
    document.getElementById(next.id)?.focus()
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => {
      const id = readSelected()
      if (id) open(id)
    },
    Escape: () => select(null),
  })

  const showNews = () => {
    feed.showNews()
    scroller.current?.scrollTo({ top: 0 })
    window.scrollTo({ top: 0 })
  }

  const range = <RangePicker range={filter.range} onChange={range => setFilter({ ...filter, range })} />
  return (
    <>
      <PageBar title="Messages" live={feed.connected} liveWord="Live tail">
        <span className="max-card:hidden">{range}</span>
      </PageBar>
      <main className="grid h-[calc(100dvh-var(--size-bar))] grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] max-card:block max-card:h-auto">
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
