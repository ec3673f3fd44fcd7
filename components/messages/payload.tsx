'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryError } from '#components/query-error.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { formatBytes, formatUtcDay } from '#components/ui/format.ts'
import { IdText } from '#components/ui/id-text.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { MessageView, PayloadView } from '#server/messages/detail-schema.ts'

/** The bytes as posted, laid out or raw, with what proves that they are the same: size and hash. */
export function PayloadPanel({ message, className }: { message: MessageView; className?: string }) {
  const trpc = useTRPC()
  const [view, setView] = useState<'formatted' | 'raw'>('formatted')
  const query = useQuery(
    trpc.messages.payload.queryOptions({ ...useScope(), message: message.id }, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const payload = query.data?.kind === 'payload' ? query.data : null
  return (
    <Panel
      title="Payload"
      className={className}
      end={
        payload && (
          <>
            <Segmented label="Payload view" options={views} value={view} onChange={setView} />
            <CopyButton value={payload.text} label="Copy payload" />
          </>
        )
      }
      foot={
        payload && (
          <>
            <span className="flex-1">
              {formatBytes(payload.bytes)}, kept until {formatUtcDay(message.expiresAt)}
            </span>
            <IdText id={payload.sha256} prefix="sha256" short />
          </>
        )
      }
    >
      {query.isError ? (
        <QueryError what="payload" query={query} />
      ) : (
        <PayloadText payload={query.data} raw={view === 'raw'} bare expiredAt={message.expiresAt} />
      )}
    </Panel>
  )
}

const views = [
  { value: 'formatted', word: 'Formatted' },
  { value: 'raw', word: 'Raw' },
] as const

type PayloadTextProps = { payload: PayloadView | undefined; raw: boolean; bare?: boolean; expiredAt?: Date }

export function PayloadText({ payload, raw, bare = false, expiredAt }: PayloadTextProps) {
  if (payload === undefined)
    return (
      <div className={bare ? 'grid gap-2 p-3' : 'grid gap-2'}>
        <Skeleton width={180} />
        <Skeleton width={240} />
        <Skeleton width={140} />
      </div>
    )
  if (payload.kind === 'expired')
    return (
      <p className={bare ? 'px-4 py-3 text-muted' : 'text-muted'}>
        The payload has expired{expiredAt && ` on ${formatUtcDay(expiredAt)}`} and is not kept any more. What was sent, and how it was
        answered, is still here; it can’t be sent again.
      </p>
    )
  return <CodeBlock label="Payload" text={payload.text} json={!raw} wrap={raw} bare={bare} />
}
