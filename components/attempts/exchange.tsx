import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { formatBytes, formatCount } from '#components/ui/format.ts'
import { masked } from '#server/attempts/masked.ts'
import type { AttemptDetailView, HeaderPair } from '#server/messages/detail-schema.ts'

const part = 'grid min-w-0 content-start gap-3 p-4'

export function RequestView({ attempt }: { attempt: AttemptDetailView }) {
  const line = requestLine(attempt.url)
  return (
    <div className={part}>
      <PartHead title="Request" copy={[line, ...lines(attempt.requestHeaders)].join('\n')} />
      <p className="font-mono text-sm wrap-anywhere">{line}</p>
      <HeaderList headers={[...host(attempt.url), ...attempt.requestHeaders]} />
      <p className="text-sm text-muted">Body: the payload, byte for byte</p>
    </div>
  )
}

export function ResponseView({ attempt: { response, status } }: { attempt: AttemptDetailView }) {
  const frame = `${part} border-t border-line @min-[40rem]:border-t-0 @min-[40rem]:border-l`
  if (response === null)
    return (
      <div className={frame}>
        <h3 className="font-medium leading-7">Response</h3>
        <p className="text-muted">None came.</p>
      </div>
    )
  const copy = [`HTTP ${status}`, ...lines(response.headers), '', response.body].join('\n')
  return (
    <div className={frame}>
      <PartHead title="Response" copy={copy} />
      <p className="font-mono text-sm">HTTP {status}</p>
      <HeaderList headers={response.headers} />
      {response.body !== '' && <CodeBlock label="Response body" text={response.body} wrap />}
      <p className="text-sm text-muted">{describeBody(response)}</p>
    </div>
  )
}

function PartHead({ title, copy }: { title: string; copy: string }) {
  return (
    <div className="flex min-h-7 items-center">
      <h3 className="flex-1 font-medium">{title}</h3>
      <CopyButton value={copy} label={`Copy ${title.toLowerCase()}`} />
    </div>
  )
}

function HeaderList({ headers }: { headers: HeaderPair[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 font-mono text-sm max-card:grid-cols-[minmax(0,9rem)_minmax(0,1fr)]">
      {headers.map(([name, value], index) => (
        // A response may carry a header twice.
        // biome-ignore lint/suspicious/noArrayIndexKey: the headers of one attempt never move
        <div key={index} className="contents">
          <dt className="wrap-anywhere text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value === masked ? `${masked} (custom header)` : value}</dd>
        </div>
      ))}
    </dl>
  )
}

const lines = (headers: HeaderPair[]): string[] => headers.map(([name, value]) => `${name}: ${value}`)

const host = (url: string | null): HeaderPair[] => (url === null ? [] : [['host', new URL(url).host]])

function requestLine(url: string | null): string {
  if (url === null) return 'POST'
  const { pathname, search } = new URL(url)
  return `POST ${pathname}${search}`
}

function describeBody({ body, base64, bytes }: NonNullable<AttemptDetailView['response']>): string {
  if (bytes === 0) return 'No body'
  const size = formatBytes(bytes)
  if (base64) return `${size}, not text: shown in base64`
  return new TextEncoder().encode(body).length < bytes
    ? `${size}, of which the first ${formatCount(body.length)} characters are kept`
    : `${size}, all of it`
}
