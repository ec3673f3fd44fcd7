'use client'
import { readError } from '#components/trpc.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'

type QueryErrorProps = { what: string; query: { error: unknown; refetch: () => unknown }; note?: string }

/** What could not be read, why, and a way to read it again. */
export function QueryError({ what, query, note }: QueryErrorProps) {
  const { text, requestId } = readError(query.error)
  return (
    <ErrorState
      title={`The ${what} could not be loaded`}
      detail={note === undefined ? text : `${text} ${note}`}
      requestId={requestId}
      onRetry={() => void query.refetch()}
    />
  )
}
