'use client'
import { Door } from '#components/account/door.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'

/** `digest` is the id under which the server's log has the error. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Door title="The page could not be shown">
      <ErrorState
        title="Something went wrong on our side"
        detail="Deliveries go on all the same: they need no page."
        requestId={error.digest ?? null}
        onRetry={reset}
      />
    </Door>
  )
}
