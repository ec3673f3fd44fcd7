'use client'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import Link from 'next/link'
import { ChangedSince } from '#components/attempts/changed-since.tsx'
import { DiagnosisView } from '#components/attempts/diagnosis.tsx'
import { RequestView, ResponseView } from '#components/attempts/exchange.tsx'
import { PhaseBar } from '#components/attempts/phase-bar.tsx'
import { Reproduce } from '#components/attempts/reproduce.tsx'
import { labelOutcome } from '#components/attempts/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { CopyLink } from '#components/shell/copy-link.tsx'
import { attemptPath, signaturePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { formatMs, formatUtc } from '#components/ui/format.ts'
import { IdText } from '#components/ui/id-text.tsx'
import { LoadingLines } from '#components/ui/loading-lines.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { AttemptDetailView, DeliveryView, MessageView } from '#server/messages/detail-schema.ts'

type AttemptPanelProps = { message: MessageView; delivery: DeliveryView; number: number }

/** One HTTP request: what was sent, what came back, how long each part took, and what it means. */
export function AttemptPanel({ message, delivery, number }: AttemptPanelProps) {
  const trpc = useTRPC()
  const scope = useScope()
  const key = { message: message.id, endpoint: delivery.endpoint.id, number }
  const query = useQuery(trpc.messages.attempt.queryOptions({ ...scope, ...key }, { staleTime: Number.POSITIVE_INFINITY }))
  const attempt = query.data
  return (
    <article aria-label={`Attempt ${number}`} className="@container min-w-0 rounded-lg border border-line bg-surface">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line py-1 pr-2 pl-4">
        <h2 className="font-medium whitespace-nowrap">Attempt {number}</h2>
        {attempt && <Head attempt={attempt} />}
        <span className="ml-auto flex items-center gap-3">
          {attempt && (
            <span className="max-card:hidden">
              <IdText id={attempt.id} />
            </span>
          )}
          <CopyLink label="Copy link to this attempt" path={attemptPath(scope, key)} />
        </span>
      </div>
      {query.isPending && <LoadingLines className="grid gap-3 p-4" />}
      {query.isError && <QueryError what="attempt" query={query} />}
      {attempt && <Sections attempt={attempt} place={key} />}
    </article>
  )
}

function Head({ attempt }: { attempt: AttemptDetailView }) {
  const ok = attempt.error === null
  return (
    <>
      <Badge tone={ok ? 'positive' : 'negative'} icon={ok ? CircleCheck : CircleX} word={labelOutcome(attempt)} />
      <span className="truncate text-sm text-muted max-card:order-last max-card:w-full">
        {attempt.trigger === 'manual' ? 'resend' : 'scheduled'}, {formatUtc(attempt.startedAt).slice(11, 19)} UTC,{' '}
        <RelativeTime time={attempt.startedAt} ago />
      </span>
    </>
  )
}

const section = 'grid gap-3 border-t border-line p-4 first-of-type:border-t-0'

type SectionsProps = { attempt: AttemptDetailView; place: { message: string; endpoint: string; number: number } }

function Sections({ attempt, place }: SectionsProps) {
  return (
    <>
      {attempt.error !== null && (
        <section className={section}>
          <DiagnosisView attempt={place} />
        </section>
      )}
      <section className={section}>
        <div className="flex flex-wrap items-center gap-x-2">
          <h3 className="flex-1 font-medium">{formatMs(attempt.totalMs)}</h3>
          {attempt.remoteAddress && (
            <span className="text-sm text-muted">
              {attempt.phases.connectMs === null ? 'kept connection' : 'new connection'} to {attempt.remoteAddress}
            </span>
          )}
        </div>
        <PhaseBar phases={attempt.phases} />
      </section>
      <section className="grid grid-cols-[minmax(0,1fr)] border-t border-line @min-[40rem]:grid-cols-2">
        <RequestView attempt={attempt} />
        <ResponseView attempt={attempt} />
      </section>
      <CheckSignature attempt={attempt} place={place} />
      {attempt.number > 1 && (
        <section className={section}>
          <ChangedSince attempt={attempt} place={place} />
        </section>
      )}
      <section className={section}>
        <Reproduce key={`${place.message} ${place.endpoint} ${place.number}`} attempt={place} />
      </section>
    </>
  )
}

/** Where the receiver answered, and may have refused the signature: 401 and 403 most often say so, 400 at times. */
function CheckSignature({ attempt: { status, error }, place }: SectionsProps) {
  const scope = useScope()
  if (error === null || status === null || status < 400 || status >= 500) return null
  const likely = status === 401 || status === 403
  return (
    <section className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line p-4">
      <p className="min-w-0 flex-[1_0_16rem] text-pretty">
        {likely ? 'Most often an answer like this means that the signature was refused.' : 'It may have refused the signature.'}{' '}
        <span className="text-muted">The debugger has these bytes and says which mistake was made.</span>
      </p>
      <Link href={signaturePath(scope, place)} prefetch={false} className={buttonClass()}>
        Check the signature
      </Link>
    </section>
  )
}
