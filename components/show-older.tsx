'use client'
import { Button } from '#components/ui/button.tsx'

type ShowOlderProps = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; fetchNextPage: () => unknown }
  /** What the button says: "Show more" where the list goes by name. */
  word?: string
}

/** The next page of a list that does not grow by itself. */
export function ShowOlder({ query, word = 'Show older' }: ShowOlderProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  if (!hasNextPage) return null
  return (
    <div className="flex min-h-12 items-center px-[var(--gutter,1.5rem)] py-2 max-nav:px-4">
      <Button disabledReason={isFetchingNextPage ? 'They are on their way.' : null} onClick={() => void fetchNextPage()}>
        {isFetchNextPageError ? 'Try again' : word}
      </Button>
    </div>
  )
}
