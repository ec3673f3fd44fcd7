'use client'
import { useQuery } from '@tanstack/react-query'
import { diffAttempts } from '#components/attempts/diff.ts'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { AttemptDetailView } from '#server/messages/detail-schema.ts'

type ChangedSinceProps = { attempt: AttemptDetailView; place: { message: string; endpoint: string } }

const looks = { ' ': '', '−': 'bg-failed-soft text-failed-ink', '+': 'bg-delivered-soft text-delivered-ink' } as const
const words = { ' ': '', '−': 'before: ', '+': 'now: ' } as const

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
      {diff && (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={`Difference to attempt ${number}`}
          className="max-h-100 overflow-auto rounded-md border border-line bg-sunken py-1 font-mono text-sm leading-5"
        >
          {diff.lines.map(({ sign, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one difference never move
            <div key={index} className={classNames('grid grid-cols-[1.5rem_minmax(0,1fr)] px-2', looks[sign])}>
              <span aria-hidden>{sign}</span>
              <span className="wrap-anywhere whitespace-pre-wrap">
                <span className="sr-only">{words[sign]}</span>
                {text}
              </span>
            </div>
          ))}
        </section>
      )}
    </>
  )
}
