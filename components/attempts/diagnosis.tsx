'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Fragment } from 'react'
import { QueryError } from '#components/query-error.tsx'
import { writeDraft } from '#components/replays/draft.ts'
import { newReplayPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { buttonClass, notOffered } from '#components/ui/button.tsx'
import { KeyValue, KeyValues } from '#components/ui/facts.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { Diagnosis, Phrase } from '#server/attempts/diagnosis-schema.ts'

type DiagnosisProps = { attempt: { message: string; endpoint: string; number: number } }

/** Why it failed, how that is known, and what to do next. */
export function DiagnosisView({ attempt }: DiagnosisProps) {
  const trpc = useTRPC()
  const query = useQuery(trpc.attempts.diagnosis.queryOptions({ ...useScope(), ...attempt }))
  if (query.isPending)
    return (
      <div className="grid gap-3">
        <Skeleton width={320} />
        <Skeleton width={440} />
        <Skeleton width={380} />
      </div>
    )
  if (query.isError) return <QueryError what="diagnosis" query={query} />
  if (query.data === null) return null
  const { title, meaning, evidence, nextStep } = query.data
  return (
    <div className="grid max-w-[78ch] gap-3">
      <div>
        <h3 className="font-semibold">{title}</h3>
        <p className="text-pretty">{meaning}</p>
      </div>
      <KeyValues>
        {evidence.map(({ name, says }) => (
          <KeyValue key={name} name={name}>
            <PhraseText phrase={says} />
          </KeyValue>
        ))}
        <KeyValue name={<span className="font-semibold text-text">Next step</span>}>{nextStep}</KeyValue>
      </KeyValues>
      <ReplayLink diagnosis={query.data} endpoint={attempt.endpoint} />
    </div>
  )
}

/** To the preview of what the endpoint still has to get; nothing is sent by following it. */
function ReplayLink({ diagnosis: { undelivered, recovered }, endpoint }: { diagnosis: Diagnosis; endpoint: string }) {
  const scope = useScope()
  const refusal = useRefusal('resend', 'Replaying')
  if (undelivered === null || refusal === notOffered) return null
  const draft = writeDraft({ endpoint, states: ['retrying', 'failed'], since: undelivered.since, begin: recovered ? 'canary' : 'healthy' })
  const count = `${undelivered.more ? 'more than ' : ''}${formatCount(undelivered.waiting + undelivered.failed)}`
  return (
    <Link href={newReplayPath(scope, draft)} prefetch={false} className={`${buttonClass('primary')} justify-self-start`}>
      Replay {count}
      {!recovered && ' when healthy'}
    </Link>
  )
}

function PhraseText({ phrase }: { phrase: Phrase }) {
  return phrase.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
    <Fragment key={index}>{typeof part === 'string' ? part : <code className="wrap-anywhere">{part.code}</code>}</Fragment>
  ))
}
