import type { Answer } from '#server/demo/cast.ts'
import type { Chance } from '#server/demo/chance.ts'
import { type PreparedSecret, signatureHeader } from '#server/endpoints/sign.ts'
import { formatId } from '#server/ids.ts'
import { version } from '#server/version.ts'

type Made = {
  message: string
  body: string
  /** What the endpoint had at that moment. */
  secret: PreparedSecret
  number: number
  startedMs: number
  endedMs: number
  totalUs: number
  answer: Answer
}

/** What is kept of the request, of its answer, and of how long each phase took. */
export function describeExchange(made: Made, chance: Chance) {
  const { answer } = made
  const answered = answer.status !== null
  return {
    request_headers: JSON.stringify(requestHeaders(made)),
    response_headers: answered ? JSON.stringify(responseHeaders(made, chance)) : null,
    response_body: answer.body,
    response_bytes: answer.body.length,
    ...phases(made, chance),
  }
}

/** Signed as a worker signs: an attempt page checks signatures, and what it says of the demo is to be true. */
function requestHeaders({ message, body, secret, number, startedMs }: Made): [string, string][] {
  const messageId = formatId('message', message)
  const timestamp = Math.floor(startedMs / 1_000)
  return [
    ['content-type', 'application/json'],
    ['user-agent', `Posthorn/${version}`],
    ['webhook-id', messageId],
    ['webhook-timestamp', String(timestamp)],
    ['webhook-signature', signatureHeader({ secrets: [secret], messageId, timestamp, body: Buffer.from(body) })],
    ['webhook-attempt', String(number)],
  ]
}

const responseHeaders = ({ endedMs, answer }: Made, chance: Chance): [string, string][] => [
  ['date', new Date(endedMs).toUTCString()],
  ['content-type', answer.body.startsWith('{') ? 'application/json' : 'text/html'],
  ...Object.entries(answer.headers),
  ['x-request-id', chance.hex(8)],
]

/** In µs. Two of three requests find a connection open; without one, name, connection and TLS come before the request. */
function phases({ totalUs, answer }: Made, chance: Chance) {
  const none = { dns_us: null, connect_us: null, tls_us: null, first_byte_us: null, body_us: null }
  if (answer.address === null) return { ...none, dns_us: totalUs }
  const answered = answer.status !== null
  const local = answer.address === '127.0.0.1'
  const fresh = !answered || chance.share() < 1 / 3
  const dns_us = fresh && !local ? Math.round(totalUs * 0.06) : null
  const connect_us = fresh ? Math.round(totalUs * 0.14) : null
  const tls_us = fresh && answered && !local ? Math.round(totalUs * 0.2) : null
  if (!answered) return { ...none, dns_us, connect_us }
  const body_us = Math.round(totalUs * 0.02)
  return { dns_us, connect_us, tls_us, first_byte_us: totalUs - body_us - (dns_us ?? 0) - (connect_us ?? 0) - (tls_us ?? 0), body_us }
}
