'use client'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { usePageVisible } from '#components/messages/use-page-visible.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { useSingleFlight } from '#components/use-single-flight.ts'
import type { FeedFilter, FeedPage, FeedRow } from '#server/messages/feed-schema.ts'

type Pages = InfiniteData<FeedPage, string | null>

/** Rows whose state will not change by itself need not be read again. */
const settled: FeedRow['state'][] = ['delivered', 'canceled']
const maxWatched = 100
/** A page that is live for hours must not grow for hours: what falls off the end is a scroll away. */
const maxFirstPage = 200

/**
 * The list and its news. New rows go to the top by themselves while `follow` says so; otherwise they wait and are counted, because rows
 * must not move under a reader.
 */
export function useFeed(filter: FeedFilter, follow: () => boolean) {
  const trpc = useTRPC()
  const scope = useScope()
  const queryClient = useQueryClient()
  const visible = usePageVisible()
  const options = trpc.messages.list.infiniteQueryOptions(
    { ...scope, ...filter },
    { getNextPageParam: page => page.cursor, initialCursor: null, staleTime: Number.POSITIVE_INFINITY },
  )
  const query = useInfiniteQuery(options)
  const key = JSON.stringify(options.queryKey)
  const [waiting, setWaiting] = useState<{ key: string; rows: FeedRow[]; more: boolean }>({ key, rows: [], more: false })
  const news = waiting.key === key ? waiting : { key, rows: [], more: false }

  const rows = useMemo(() => query.data?.pages.flatMap(page => page.rows) ?? [], [query.data])
  const latest = useRef({ rows, waiting: news })
  useEffect(() => {
    latest.current = { rows, waiting: news }
  })

  const change = (edit: (pages: Pages) => Pages) => queryClient.setQueryData<Pages>(options.queryKey, pages => pages && edit(pages))

  const readNews = useSingleFlight(async () => {
    if (!query.isSuccess) return
    const shown = latest.current
    const held = shown.waiting.rows
    const watched = shown.rows.filter(row => !settled.includes(row.state)).slice(0, maxWatched)
    const answer = await queryClient.fetchQuery({
      ...trpc.messages.news.queryOptions({
        ...scope,
        ...filter,
        newest: held[0]?.id ?? shown.rows[0]?.id ?? null,
        watched: watched.map(row => row.id),
      }),
      staleTime: 0,
      gcTime: 0,
    })
    const known = new Set([...shown.rows, ...held].map(row => row.id))
    const fresh = answer.rows.filter(row => !known.has(row.id))
    change(pages => replaceRows(pages, [...answer.watched, ...answer.rows]))
    if (fresh.length === 0) return
    const all = newestFirst([...fresh, ...held])
    const more = answer.more || shown.waiting.more
    if (!follow() || more) setWaiting({ key, rows: all.slice(0, maxWatched), more: more || all.length > maxWatched })
    else change(pages => prependRows(pages, all))
  })

  const subscription = useSubscription(trpc.messages.changes.subscriptionOptions(scope, { enabled: visible, onData: readNews }))

  const showNews = () => {
    // More than was read is waiting: what lies between is not here, so the list begins anew.
    if (news.more) void queryClient.resetQueries({ queryKey: options.queryKey })
    else change(pages => prependRows(pages, news.rows))
    setWaiting({ key, rows: [], more: false })
  }

  return {
    query,
    rows,
    lookedAt: query.data?.pages.at(-1)?.lookedAt ?? 0,
    connected: subscription.status === 'pending',
    newsCount: news.rows.length,
    newsMore: news.more,
    showNews,
  }
}

const newestFirst = (rows: FeedRow[]): FeedRow[] => rows.toSorted((a, b) => (a.id < b.id ? 1 : -1))

function replaceRows(pages: Pages, rows: FeedRow[]): Pages {
  const byId = new Map(rows.map(row => [row.id, row]))
  return { ...pages, pages: pages.pages.map(page => ({ ...page, rows: page.rows.map(row => byId.get(row.id) ?? row) })) }
}

function prependRows(pages: Pages, fresh: FeedRow[]): Pages {
  const [first, ...rest] = pages.pages
  if (!first) return pages
  const known = new Set(pages.pages.flatMap(page => page.rows.map(row => row.id)))
  const rows = newestFirst([...fresh.filter(row => !known.has(row.id)), ...first.rows])
  if (rows.length <= maxFirstPage) return { ...pages, pages: [{ ...first, rows }, ...rest] }
  const kept = rows.slice(0, maxFirstPage)
  return { pages: [{ ...first, rows: kept, cursor: kept.at(-1)?.id ?? null }], pageParams: pages.pageParams.slice(0, 1) }
}
