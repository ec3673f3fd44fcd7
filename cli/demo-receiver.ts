import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * The built-in receiver: a merchant's server for those who have none yet. It receives webhooks and verifies them as Standard Webhooks asks,
 * with Node's crypto alone. It gets its port and signing secret by message. GET / lists the last webhooks.
 */
export type Greeting = { secret: string; port: number }
export type Received = { kind: 'received'; id: string; eventType: string; verified: boolean }

const keep = 100
const remembered = 1_000
const toleranceSeconds = 300
const maxBytes = 1_200_000

type Entry = Received & { at: string; body: string }
const last: Entry[] = []
const seen = new Set<string>()

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-signatures */
export function isVerified(secret: string, headers: IncomingMessage['headers'], body: Buffer, nowMs: number): boolean {
  const id = String(headers['webhook-id'] ?? '')
  const timestamp = String(headers['webhook-timestamp'] ?? '')
  if (!(Math.abs(nowMs / 1000 - Number(timestamp)) <= toleranceSeconds)) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  return String(headers['webhook-signature'] ?? '')
    .split(' ')
    .filter(signature => signature.startsWith('v1,'))
    .map(signature => Buffer.from(signature.slice('v1,'.length), 'base64'))
    .some(signature => signature.length === expected.length && timingSafeEqual(signature, expected))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function eventTypeOf(body: Buffer): string {
  try {
    const { type } = JSON.parse(body.toString()) as { type?: unknown }
    return typeof type === 'string' ? type : 'an event'
  } catch {
    return 'an event'
  }
}

/** Deliveries come at least once: a repeated one is answered like the first, and told once. */
function record(entry: Entry): void {
  last.unshift(entry)
  last.length = Math.min(last.length, keep)
  const key = `${entry.id} ${entry.verified}`
  if (seen.has(key)) return
  seen.add(key)
  if (seen.size > remembered) seen.delete(seen.values().next().value ?? '')
  const { at, body, ...told } = entry
  process.send?.(told)
}

async function receive(secret: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  const verified = isVerified(secret, request.headers, body, Date.now())
  const id = String(request.headers['webhook-id'] ?? '')
  record({ kind: 'received', id, eventType: eventTypeOf(body), verified, at: new Date().toISOString(), body: body.toString() })
  answer(response, verified ? 200 : 401, { verified })
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

function serve({ secret, port }: Greeting): void {
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return answer(response, 200, { received: last })
    receive(secret, request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1', () => process.send?.({ kind: 'ready' }))
  const stop = () => {
    server.close(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('disconnect', stop) // the supervisor is gone
}

if (import.meta.main) process.once('message', message => serve(message as Greeting))
