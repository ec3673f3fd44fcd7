'use client'
import { Door } from '#components/account/door.tsx'

/** Loaded with every page, so it has no part of them. `digest` is the id under which the server's log has the error. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Door title="The page could not be shown" intro="Something went wrong on our side. Deliveries go on all the same: they need no page.">
      {error.digest && (
        <p>
          The log has it under <code>{error.digest}</code>.
        </p>
      )}
      <button type="button" onClick={reset} className="link justify-self-start">
        Try again
      </button>
    </Door>
  )
}
