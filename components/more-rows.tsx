'use client'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'

type MoreRowsProps = {
  query: {
    data: { pages: { rows: unknown[] }[] } | undefined
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    fetchNextPage: () => unknown
  }
  what: string
  lookedAt: number
}

const fullPage = 50

/** Goes on by itself when the end comes into view; a filter that found little says how far it looked, and waits to be asked. */
export function MoreRows({ query, what, lookedAt }: MoreRowsProps) {
  const end = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const lastCount = query.data?.pages.at(-1)?.rows.length ?? 0
  const goOn = hasNextPage && lastCount >= fullPage && !isFetchNextPageError
  useEffect(() => {
    if (!goOn || !end.current) return
    const observer = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && void fetchNextPage(), {
      rootMargin: '600px',
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [goOn, fetchNextPage])
  if (!hasNextPage) return null
  return (
    <div ref={end} className="flex min-h-12 flex-wrap items-center gap-3 px-[var(--gutter,1.5rem)] py-2 text-muted max-nav:px-4">
      {isFetchingNextPage ? (
        <Skeleton width={180} />
      ) : (
        <Button onClick={() => void fetchNextPage()}>{isFetchNextPageError ? 'Try again' : 'Show older'}</Button>
      )}
      {!goOn && !isFetchingNextPage && !isFetchNextPageError && (
        <span>
          Looked through {formatCount(lookedAt)} {what} for these.
        </span>
      )}
    </div>
  )
}
