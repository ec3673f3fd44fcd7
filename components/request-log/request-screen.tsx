'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { plural } from '#components/deliveries/words.ts'
import { QueryError } from '#components/query-error.tsx'
import { StatusBadge } from '#components/request-log/status-badge.tsx'
import { nameActor, nameOperation, shortPath } from '#components/request-log/words.ts'
import { CopyLink } from '#components/shell/copy-link.tsx'
import { PageBar } from '#components/shell/page-bar.tsx'
import { developersPath, requestLogPath, requestPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { KeyValue, KeyValues } from '#components/ui/facts.tsx'
import { formatBytes, formatUtc } from '#components/ui/format.ts'
import { IdText, truncateMiddle } from '#components/ui/id-text.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { keptBytes } from '#server/request-log/kept.ts'
import type { LoggedRequest } from '#server/request-log/schema.ts'

/** What was answered under a request id: one request, unless its caller used the id twice. */
export function RequestScreen({ requestId }: { requestId: string }) {
  const trpc = useTRPC()
  const scope = useScope()
  const query = useQuery(trpc.requestLog.get.queryOptions({ ...scope, requestId }))
  const developers = { title: 'Developers', href: developersPath(scope) }
  return (
    <>
      <PageBar title={truncateMiddle(requestId)} mono parent={{ title: 'Request log', href: requestLogPath(scope), parent: developers }} />
      <main className="grid max-w-240 grid-cols-[minmax(0,1fr)] content-start gap-4 px-6 pt-5 pb-8 max-nav:p-4">
        <h1 className="sr-only">Refused request {requestId}</h1>
        {query.data?.map(request => (
          <Request key={request.id} request={request} />
        ))}
        {query.isError && !query.data && <QueryError what="request" query={query} />}
      </main>
    </>
  )
}

function Request({ request }: { request: LoggedRequest }) {
  const scope = useScope()
  const { requestId, at, actor, method, path, operation, status, code, reason, more } = request
  return (
    <Panel
      title={<StatusBadge status={status} />}
      label={`${method} ${shortPath(path)}`}
      end={<CopyLink label="Copy link to this request" path={requestPath(scope, requestId)} />}
    >
      <div className="grid gap-3 p-4">
        <p className="font-medium text-pretty wrap-anywhere">{reason}</p>
        <KeyValues>
          <KeyValue name="Request">
            <span className="font-mono text-sm">
              {method} {path}
            </span>
          </KeyValue>
          <KeyValue name="Operation">
            <span className="font-mono text-sm">{nameOperation(operation)}</span>
          </KeyValue>
          <KeyValue name="Code">
            <span className="font-mono text-sm">{code}</span>
          </KeyValue>
          <KeyValue name="By">
            {nameActor(actor)} {actor.prefix && <span className="font-mono text-sm text-muted">{actor.prefix}…</span>}
          </KeyValue>
          <KeyValue name="Answered">
            {formatUtc(at)}, <RelativeTime time={at} ago />
          </KeyValue>
          <KeyValue name="Request id">
            <IdText id={requestId} />
          </KeyValue>
          {more > 0 && (
            <KeyValue name="And">{plural(more, 'request', 'requests')} more of the same caller, refused at about the same time</KeyValue>
          )}
          {status === 401 && (
            <KeyValue name="Token">
              It begins as this key’s does. Compare all of it: it was revoked, has expired, or was not copied whole.
            </KeyValue>
          )}
        </KeyValues>
      </div>
      <Body request={request} />
    </Panel>
  )
}

function Body({ request: { body, bodyBytes } }: { request: LoggedRequest }) {
  if (body === null) return <BodyNote>The request was refused before its body was read.</BodyNote>
  if (bodyBytes === null || bodyBytes === 0) return <BodyNote>The request had no body.</BodyNote>
  return (
    <section aria-label="Body" className="grid gap-2 border-t border-line p-4">
      <div className="flex min-h-7 items-center gap-2">
        <h3 className="flex-1 font-medium">Body</h3>
        <CopyButton value={body} label="Copy body" />
      </div>
      <CodeBlock label="Body of the request" text={body} wrap />
      <p className="text-sm text-muted">{describeBody(bodyBytes)} What looks like a secret is masked; headers are not kept.</p>
    </section>
  )
}

const BodyNote = ({ children }: { children: ReactNode }) => <p className="border-t border-line p-4 text-muted">{children}</p>

const describeBody = (bytes: number): string =>
  bytes > keptBytes ? `The first 2 kB of ${formatBytes(bytes)}.` : `${formatBytes(bytes)}, all of it.`
