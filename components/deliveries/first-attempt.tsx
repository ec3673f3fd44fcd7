'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { describeOutcome } from '#components/attempts/words.ts'
import { StateIcon } from '#components/deliveries/state-icon.tsx'
import { deliveryPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { formatMs } from '#components/ui/format.ts'

/** What came of a message that was just sent, as soon as it is there: the page's live updates read it again. */
export function FirstAttempt({ message, endpoint }: { message: string; endpoint: string }) {
  const trpc = useTRPC()
  const scope = useScope()
  const { data } = useQuery(trpc.messages.attempts.queryOptions({ ...scope, message, endpoint }, { staleTime: 0 }))
  const attempt = data?.[0]
  const state = attempt === undefined ? 'pending' : attempt.error === null ? 'delivered' : 'failed'
  return (
    <div role="status" className="flex items-start gap-2 rounded-md border border-line px-3 py-2">
      <StateIcon state={state} className="mt-0.5" />
      <p className="min-w-0 flex-1 font-medium">
        {attempt === undefined
          ? 'On its way'
          : `The ${attempt.status === null ? 'attempt' : 'endpoint'} ${describeOutcome(attempt)} in ${formatMs(attempt.totalMs)}`}
      </p>
      <Link href={deliveryPath(scope, { message, endpoint })} className="link whitespace-nowrap">
        {state === 'failed' ? 'See why' : 'See it'}
      </Link>
    </div>
  )
}
