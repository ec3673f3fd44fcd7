'use client'
import { useQuery } from '@tanstack/react-query'
import { diffAttempts } from '#components/attempts/diff.ts'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { DiffView } from '#components/ui/diff-view.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { AttemptDetailView } from '#server/messages/detail-schema.ts'

type ChangedSinceProps = { attempt: AttemptDetailView; place: { message: string; endpoint: string } }

/** What was sent and answered otherwise than in the attempt before. */
export function ChangedSince({ attempt, place }: ChangedSinceProps) {
  const trpc = useTRPC()
  const number = attempt.number - 1
  const before = useQuery(trpc.messages.attempt.queryOptions({ ...useScope(), ...place, number }, { staleTime: Number.POSITIVE_INFINITY }))
  if (before.isError) return <QueryError what="attempt before" query={before} />
  const diff = before.data && diffAttempts(before.data, attempt)
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <h3 className="font-medium">Changed since attempt {number}</h3>
        <span className="text-sm text-muted">left out: ids, dates, timestamps, signatures</span>
      </div>
      {diff ? <p className="text-pretty">{diff.summary}</p> : <Skeleton width={360} />}
      {diff && <DiffView label={`Difference to attempt ${number}`} lines={diff.lines} />}
    </>
  )
}
