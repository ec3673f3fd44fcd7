import { masked } from '#server/attempts/masked.ts'
import { signatureHeader } from '#server/endpoints/sign.ts'
import { formatId } from '#server/ids.ts'
import { version } from '#server/version.ts'
import type { Loaded } from '#worker/claimed.ts'

export type PreparedRequest = {
  url: string
  headers: [string, string][]
  /** The headers as they are kept: what the customer configured is shown as set, not what it is set to. */
  storedHeaders: string
  body: Buffer
}

/** What goes on the wire. The id is the message's on every attempt; the timestamp is this attempt's, in database time. */
export function prepareRequest({ job, row, endpoint, environment }: Loaded, payload: string, nowMs: number): PreparedRequest {
  const body = Buffer.from(payload)
  const messageId = formatId('message', job.data.m)
  const timestamp = Math.floor(nowMs / 1000)
  const signature = signatureHeader({ secrets: endpoint.secrets, messageId, timestamp, body })
  const custom = new Set(endpoint.headers.map(([name]) => name))

  const headers: [string, string][] = [
    ['content-type', row.content_type ?? 'application/json'],
    ['user-agent', `${environment.product_name ?? 'Posthorn'}/${version}`],
  ]
  for (const family of headerFamilies[environment.header_style]) {
    headers.push([`${family}-id`, messageId], [`${family}-timestamp`, String(timestamp)], [`${family}-signature`, signature])
  }
  headers.push(['webhook-attempt', String(row.attempt_count + 1)])
  if (row.synthetic) headers.push(['webhook-synthetic', 'true'])
  if (environment.forward_trace && row.traceparent !== null) {
    headers.push(['traceparent', row.traceparent])
    if (row.tracestate !== null) headers.push(['tracestate', row.tracestate])
  }
  const own = headers.filter(([name]) => !custom.has(name))
  return {
    url: endpoint.url,
    headers: [...own, ...endpoint.headers],
    storedHeaders: JSON.stringify([...own, ...endpoint.headers.map(([name]) => [name, masked])]),
    body,
  }
}

const headerFamilies = { standard: ['webhook'], svix: ['svix'], both: ['webhook', 'svix'] } as const
