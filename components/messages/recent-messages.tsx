'use client'
import { useRouter } from 'next/navigation'
import { useMemo, useRef } from 'react'
import { MessageList } from '#components/messages/message-list.tsx'
import { useFeed } from '#components/messages/use-feed.ts'
import { NewsButton } from '#components/news-button.tsx'
import { messagePath, messagesOfPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

/** The messages list narrowed to one application; other filters are the whole list's. */
export function RecentMessages({ application }: { application: string }) {
  const scope = useScope()
  const router = useRouter()
  const filter = useMemo<FeedFilter>(
    () => ({ applications: [application], eventTypes: [], states: [], range: '30d', search: '' }),
    [application],
  )
  const list = useRef<HTMLDivElement>(null)
  const feed = useFeed(filter, () => window.scrollY < 4)
  const showNews = () => {
    feed.showNews()
    list.current?.scrollIntoView()
  }
  if (feed.query.isSuccess && feed.rows.length === 0)
    return (
      <p className="px-4 py-3 text-muted">No messages in the last 30 days. What is posted for this application appears here by itself.</p>
    )
  return (
    <div ref={list} className="scroll-mt-24">
      {/* Over the rows, so that none of them moves when it comes. */}
      <div className="sticky top-14 z-2 mx-auto h-0 w-fit">
        <div className="relative top-1">
          <NewsButton count={feed.newsCount} more={feed.newsMore} onShow={showNews} />
        </div>
      </div>
      <MessageList
        feed={feed}
        filter={filter}
        selected={null}
        inPanel
        onChoose={id => router.push(messagePath(scope, id))}
        onFilter={() => router.push(messagesOfPath(scope, application))}
      />
    </div>
  )
}
