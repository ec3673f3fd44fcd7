'use client'
import { type InfiniteData, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useChanges } from '#components/changes.tsx'
import { useSingleFlight } from '#components/use-single-flight.ts'

/** Ids order the rows, newest last; `cursor` is such an id. */
type Row = { id: string }
type Page<R> = { rows: R[]; cursor: string | null; lookedAt: number }
type Pages<R> = InfiniteData<Page<R>, string | null>

type LiveRows<R extends Row> = {
  queryKey: QueryKey
  query: { data: Pages<R> | undefined; isSuccess: boolean }
  /** Rows whose state will not change by itself need not be read again. */
  isSettled: (row: R) => boolean
  /** What is new since a row, and what became of others. `more`: there is more news than was read. */
  readNews: (newest: string | null, watched: string[]) => Promise<{ rows: R[]; watched: R[]; more: boolean }>
  /** Whether new rows may go to the top by themselves now. */
  follow: () => boolean
}

const maxWatched = 100
/** A page that is live for hours must not grow for hours: what falls off the end is a scroll away. */
const maxFirstPage = 200

/**
 * The news of a list. New rows go to the top by themselves while `follow` says so; otherwise they wait and are counted, because rows
 * must not move under a reader.
 */
export function useLiveRows<R extends Row>({ queryKey, query, isSettled, readNews, follow }: LiveRows<R>) {
  const queryClient = useQueryClient()
  const key = JSON.stringify(queryKey)
  const [waiting, setWaiting] = useState<{ key: string; rows: R[]; more: boolean }>({ key, rows: [], more: false })
  const news = waiting.key === key ? waiting : { key, rows: [], more: false }

  const rows = useMemo(() => query.data?.pages.flatMap(page => page.rows) ?? [], [query.data])
  const latest = useRef({ rows, waiting: news })
  useEffect(() => {
    latest.current = { rows, waiting: news }
  })

  const change = (edit: (pages: Pages<R>) => Pages<R>) => queryClient.setQueryData<Pages<R>>(queryKey, pages => pages && edit(pages))

  const look = useSingleFlight(async () => {
    if (!query.isSuccess) return
    const shown = latest.current
    const held = shown.waiting.rows
    const watched = shown.rows.filter(row => !isSettled(row)).slice(0, maxWatched)
    const answer = await readNews(
      held[0]?.id ?? shown.rows[0]?.id ?? null,
      watched.map(row => row.id),
    )
    const known = new Set([...shown.rows, ...held].map(row => row.id))
    const fresh = answer.rows.filter(row => !known.has(row.id))
    change(pages => replaceRows(pages, [...answer.watched, ...answer.rows]))
    if (fresh.length === 0) return
    const all = newestFirst([...fresh, ...held])
    const more = answer.more || shown.waiting.more
    if (!follow() || more) setWaiting({ key, rows: all.slice(0, maxWatched), more: more || all.length > maxWatched })
    else change(pages => prependRows(pages, all))
  })

  const connected = useChanges(look)

  const showNews = () => {
    // More than was read is waiting: what lies between is not here, so the list begins anew.
    if (news.more) void queryClient.resetQueries({ queryKey })
    else change(pages => prependRows(pages, news.rows))
    setWaiting({ key, rows: [], more: false })
  }

  return {
    rows,
    lookedAt: query.data?.pages.at(-1)?.lookedAt ?? 0,
    connected,
    newsCount: news.rows.length,
    newsMore: news.more,
    showNews,
  }
}

const newestFirst = <R extends Row>(rows: R[]): R[] => rows.toSorted((a, b) => (a.id < b.id ? 1 : -1))

function replaceRows<R extends Row>(pages: Pages<R>, rows: R[]): Pages<R> {
  const byId = new Map(rows.map(row => [row.id, row]))
  return { ...pages, pages: pages.pages.map(page => ({ ...page, rows: page.rows.map(row => byId.get(row.id) ?? row) })) }
}

function prependRows<R extends Row>(pages: Pages<R>, fresh: R[]): Pages<R> {
  const [first, ...rest] = pages.pages
  if (!first) return pages
  const known = new Set(pages.pages.flatMap(page => page.rows.map(row => row.id)))
  const rows = newestFirst([...fresh.filter(row => !known.has(row.id)), ...first.rows])
  if (rows.length <= maxFirstPage) return { ...pages, pages: [{ ...first, rows }, ...rest] }
  const kept = rows.slice(0, maxFirstPage)
  return { pages: [{ ...first, rows: kept, cursor: kept.at(-1)?.id ?? null }], pageParams: pages.pageParams.slice(0, 1) }
}
