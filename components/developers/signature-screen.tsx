'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { QueryError } from '#components/query-error.tsx'
import { type AttemptAddress, attemptPath, readAttemptAddress, signaturePath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { SignatureDebugger } from '#components/signature-debugger/signature-debugger.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import type { AttemptDetailView } from '#server/messages/detail-schema.ts'

/** The signature debugger: empty, or filled in from the attempt that the address names. */
export function SignatureScreen() {
  const address = readAttemptAddress(useSearchParams())
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 py-6 max-nav:px-4">
      <h1 className="sr-only">Signature debugger</h1>
      {address ? <OfAttempt address={address} /> : <Empty />}
    </main>
  )
}

function Empty() {
  return (
    <>
      <p className="max-w-[78ch] text-pretty text-muted">
        A receiver refuses a signature? Paste what it got. From a failed attempt this page opens with the exact bytes that were sent: “Check
        the signature” is below its response.
      </p>
      <SignatureDebugger request={null} />
    </>
  )
}

function OfAttempt({ address }: { address: AttemptAddress }) {
  const trpc = useTRPC()
  const scope = useScope()
  const forever = { staleTime: Number.POSITIVE_INFINITY }
  const attempt = useQuery(trpc.messages.attempt.queryOptions({ ...scope, ...address }, forever))
  const payload = useQuery(trpc.messages.payload.queryOptions({ ...scope, message: address.message }, forever))
  if (attempt.isError) return <QueryError what="attempt" query={attempt} />
  if (payload.isError) return <QueryError what="payload" query={payload} />
  if (!attempt.data || !payload.data) return <Skeleton width={420} />
  if (payload.data.kind === 'expired')
    return (
      <StateBox title="The payload of this message has expired">
        <p className="text-muted">Its signature can’t be checked any more. Paste a newer request instead.</p>
      </StateBox>
    )
  return (
    <>
      <p className="flex flex-wrap gap-x-4 text-muted">
        <span>
          The request of{' '}
          <Link href={attemptPath(scope, address)} className="text-text underline underline-offset-2">
            attempt {address.number}
          </Link>
          , byte for byte.
        </span>
        <Link href={signaturePath(scope)} className="underline underline-offset-2">
          Paste another request
        </Link>
      </p>
      <SignatureDebugger key={attempt.data.id} request={{ ...readRequest(attempt.data), body: payload.data.text }} />
    </>
  )
}

const signed = /^(webhook|svix)-(id|timestamp|signature)$/

/** The headers that count, and what the receiver's clock said when it answered. */
function readRequest({ requestHeaders, response }: AttemptDetailView): { headers: string; receivedAt: number | null } {
  const headers = requestHeaders.filter(([name]) => signed.test(name)).map(([name, value]) => `${name}: ${value}`)
  const date = Date.parse(response?.headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? '')
  return { headers: headers.join('\n'), receivedAt: Number.isNaN(date) ? null : date }
}
