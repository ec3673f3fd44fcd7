import type { ErrorClass } from '#server/attempts/error-class.ts'
import { createConnections } from '#worker/connections.ts'
import { createDial, lateError, micros, type TlsFacts } from '#worker/dial.ts'
import { type Exchange, type Run, runExchange } from '#worker/exchange.ts'
import { type Failure, failureOfError, failureOfStatus } from '#worker/failure.ts'
import { createTargets } from '#worker/target.ts'

/** The only outbound HTTP of deliveries. */
export type Sender = {
  /** One attempt. Never rejects for anything that the receiver, its name servers or the request's content do. */
  send(request: SendRequest): Promise<Sent>
  /** Ends what is in flight as `internal`; the worker drains before. */
  close(): void
}

export type SendRequest = {
  /** http or https, without credentials: the caller has made a header of them. */
  readonly url: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Buffer
  /** For everything from the look-up of the name to the end of the body; not for waiting until a connection is free. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export type Sent = {
  /** Null when no complete response head arrived. */
  readonly status: number | null
  /** Names in lower case; a repeated header is several entries. */
  readonly responseHeaders: ReadonlyArray<readonly [name: string, value: string]>
  /** The first 20,000 bytes. */
  readonly responseBody: Buffer
  /** Bytes read: of a body over 64 KiB, not all. */
  readonly responseBodyBytes: number
  /** Whether `responseBody` is not the whole body: it was longer, or did not end in time. */
  readonly responseTruncated: boolean
  /** Null is success. */
  readonly error: ErrorClass | null
  /** One sentence for people, free of internals. */
  readonly errorDetail: string | null
  readonly phases: Phases
  readonly remoteAddress: string | null
  /** Whether the connection was used before. */
  readonly reused: boolean
  readonly tls: TlsFacts | null
}

/** Microseconds; null where a phase did not happen, or did not end. */
export type Phases = {
  readonly dnsUs: number | null
  readonly connectUs: number | null
  readonly tlsUs: number | null
  /** From the request written to the first byte of the response. */
  readonly firstByteUs: number | null
  readonly bodyUs: number | null
  readonly totalUs: number
}

export type SenderOptions = {
  /** CIDR subnets that may be reached although they are not public (POSTHORN_ALLOW_SUBNETS). */
  readonly allowSubnets: readonly string[]
  readonly connectTimeoutMs?: number
  readonly bodyTimeoutMs?: number
  readonly connectionsPerOrigin?: number
  readonly idleMs?: number
  readonly maxIdleConnections?: number
  readonly maxConnectionAgeMs?: number
  /** PEM certificates that are trusted besides the system's. */
  readonly extraCa?: readonly string[]
  readonly dnsServers?: readonly string[]
}

export function createSender(options: SenderOptions): Sender {
  const { connectTimeoutMs = 5000, bodyTimeoutMs = 5000, extraCa = [] } = options
  const dial = createDial({ targets: createTargets(options), connectTimeoutMs, extraCa })
  const connections = createConnections({
    dial,
    perOrigin: options.connectionsPerOrigin ?? 64,
    idleMs: options.idleMs ?? 15_000,
    maxIdle: options.maxIdleConnections ?? 500,
    maxAgeMs: options.maxConnectionAgeMs ?? 300_000,
  })

  async function send(request: SendRequest): Promise<Sent> {
    const target = URL.parse(request.url)
    if (target === null || !/^https?:$/.test(target.protocol)) return unsent(internal('the URL of the endpoint is not valid'))
    const headers = flatHeaders(request.headers)
    if (headers === null) return unsent({ error: 'invalid_header', detail: 'a header of the request is reserved' })
    if (request.signal?.aborted) return unsent(stopped)

    const connection = await connections.take(target.origin, request.timeoutMs, request.signal)
    if (connection === null) return unsent(request.signal?.aborted ? stopped : internal('no connection to this host became free'))

    const startedAt = performance.now()
    const exchange: Exchange = {
      connection,
      request: { path: target.pathname + target.search, method: 'POST', headers, body: request.body },
      deadline: startedAt + request.timeoutMs,
      bodyTimeoutMs,
      signal: request.signal,
    }
    let run = await runExchange(exchange)
    if (isStale(run)) run = await runExchange(exchange)
    if (run.ending === 'complete') connections.release(connection)
    else connections.discard(connection)
    return report(run, request.url, startedAt)
  }

  return { send, close: connections.close }
}

/** Headers that frame the message or choose the host: were one taken from an endpoint, it could smuggle a second request. */
const reservedHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function flatHeaders(headers: SendRequest['headers']): string[] | null {
  const flat: string[] = []
  for (const [name, value] of headers) {
    if (reservedHeaders.has(name.toLowerCase())) return null
    flat.push(name, value)
  }
  return flat
}

/**
 * A kept connection that the other side closed while our request was on its way: HTTP gives it no other way to say "not on this one",
 * so that the receiver is not to blame, and the request goes once more at once, on a new connection. It may have been processed all
 * the same; then the receiver sees its `webhook-id` twice, as it may after any attempt (at least once), and as it would after the
 * scheduled retry that a failure would cause.
 */
function isStale({ ending, reused, firstByteAt }: Run): boolean {
  return ending instanceof Error && reused && firstByteAt === null && failureOfError(ending, true).error === 'connection_reset'
}

/**
 * A failing status decides as soon as it is there: it says more than how its body ended. A 2xx decides only with its response: complete,
 * or as much of it as is read. Behind a proxy the head may be sent before the work is done, and a response that breaks off is what a
 * crash in the middle of it looks like. In doubt the message is sent again (its id tells the receiver so) rather than lost.
 */
function verdict(run: Run, url: string): Failure | null {
  if (run.ending === 'stopped') return stopped
  const failed = run.status === null ? null : failureOfStatus(run.status, run.headers.find(([name]) => name === 'location')?.[1], url)
  if (failed !== null || run.ending === 'complete' || run.ending === 'limit') return failed
  if (run.ending !== 'timeout') return failureOfError(run.ending, run.writtenAt !== null)
  if (run.writtenAt === null) return failureOfError(lateError(run.line.stage), false)
  if (run.firstByteAt === null) return { error: 'response_timeout', detail: 'the host did not answer in time' }
  return { error: 'response_too_slow', detail: 'the host began its answer and did not finish it in time' }
}

function report(run: Run, url: string, startedAt: number): Sent {
  const failure = verdict(run, url)
  const { line, reused, writtenAt, firstByteAt } = run
  const fresh = reused ? null : line
  return {
    status: run.status,
    responseHeaders: run.headers,
    // A copy: the chunks are views of what the socket read, which would live as long.
    responseBody: run.chunks.length === 0 ? noBody : Buffer.concat(run.chunks, run.keptBytes),
    responseBodyBytes: run.readBytes,
    responseTruncated: run.readBytes > run.keptBytes || (run.status !== null && run.ending !== 'complete'),
    error: failure?.error ?? null,
    errorDetail: failure?.detail ?? null,
    phases: {
      dnsUs: fresh?.dnsUs ?? null,
      connectUs: fresh?.connectUs ?? null,
      tlsUs: fresh?.tlsUs ?? null,
      firstByteUs: firstByteAt === null || writtenAt === null ? null : micros(writtenAt, firstByteAt),
      bodyUs: firstByteAt === null || run.status === null ? null : micros(firstByteAt, run.endedAt),
      totalUs: micros(startedAt, run.endedAt),
    },
    remoteAddress: line.remoteAddress,
    reused,
    tls: line.tls,
  }
}

const noBody = Buffer.alloc(0)
const internal = (detail: string): Failure => ({ error: 'internal', detail })
const stopped = internal('Posthorn stopped the attempt')

/** The outcome of an attempt that reached nobody. */
function unsent({ error, detail }: Failure): Sent {
  return {
    status: null,
    responseHeaders: [],
    responseBody: noBody,
    responseBodyBytes: 0,
    responseTruncated: false,
    error,
    errorDetail: detail,
    phases: { dnsUs: null, connectUs: null, tlsUs: null, firstByteUs: null, bodyUs: null, totalUs: 0 },
    remoteAddress: null,
    reused: false,
    tls: null,
  }
}
