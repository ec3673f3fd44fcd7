'use client'
import { Button } from '#components/ui/button.tsx'

type ShowOlderProps = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; fetchNextPage: () => unknown }
}

/** The next page of a list that something follows on its page, so that it does not grow by itself. */
export function ShowOlder({ query: { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } }: ShowOlderProps) {
  if (!hasNextPage) return null
  return (
    <div className="flex min-h-12 items-center px-[var(--gutter,1.5rem)] py-2">
      <Button disabledReason={isFetchingNextPage ? 'They are on their way.' : null} onClick={() => void fetchNextPage()}>
        {isFetchNextPageError ? 'Try again' : 'Show older'}
      </Button>
    </div>
  )
}
