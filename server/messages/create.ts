import { createBatcher, type Pending } from '#server/batch.ts'
import { config } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { hotPool } from '#server/db.ts'
import { AppError, isDatabaseAway, isRepeatable, notFound } from '#server/errors.ts'
import { type Id, parseId } from '#server/ids.ts'
import { explainRefusal, ingest, ingestSearchable } from '#server/messages/ingest-sql.ts'
import { announce } from '#server/notify.ts'
import { once } from '#server/process.ts'
import { type SearchValues, searchValuesOf } from '#server/search/extract.ts'

export type NewMessage = {
  /** Id or uid of the application. */
  application: string
  eventType: string
  /** The bytes that receivers get. */
  payload: Buffer
  eventId: string | null
  channels: readonly string[] | null
  tags: readonly string[] | null
  /** null: application/json. Anything else says that the payload need not be JSON. */
  contentType: string | null
  /** How long the payload is kept; null: as the environment says. */
  retentionHours: number | null
  /** When its deliveries begin; null or past: at once. */
  deliverAt: Date | null
  traceparent: string | null
  tracestate: string | null
  idempotencyKey: string | null
  /** SHA-256 of the request's body: the same idempotency key with another body is refused. */
  bodyHash: Buffer
}

/** A message of JSON with nothing else said of it. */
export const plainMessage = (application: string, eventType: string, payload: Buffer): NewMessage => ({
  application,
  eventType,
  payload,
  eventId: null,
  channels: null,
  tags: null,
  contentType: null,
  retentionHours: null,
  deliverAt: null,
  traceparent: null,
  tracestate: null,
  idempotencyKey: null,
  bodyHash: sha256(payload),
})

/** `repeated`: an earlier request with the same idempotency key and body had stored it. */
export type AcceptedMessage = { id: Id<'message'>; repeated: boolean }

type Request = NewMessage & {
  keyId: string | null
  environmentId: string
  applicationId: string | null
  keys: string[]
  searchValues: SearchValues | null
}
type Waiting = Pending<Request, AcceptedMessage>

/**
 * Stores a message, its payload, one delivery per matching endpoint and one job per pending delivery in one transaction, shared with the
 * requests of the same moment; resolves after its commit.
 * @throws AppError not_found (application), authentication_failed (key revoked since), conflict (eventId), idempotency_key_reuse, unavailable
 */
export async function createMessage(context: Context, message: NewMessage): Promise<AcceptedMessage> {
  const { environmentId, actor } = context
  const searchValues = await searchValuesOf(environmentId, message.eventType, message.payload)
  const keyed = (kind: string, key: string | null) => (key === null ? [] : [`${environmentId} ${message.application} ${kind} ${key}`])
  return once(
    'ingest',
    createIngest,
  )({
    ...message,
    keyId: actor.kind === 'key' ? actor.id : null,
    environmentId,
    applicationId: parseId('application', message.application),
    keys: [...keyed('event', message.eventId), ...keyed('key', message.idempotencyKey)],
    searchValues,
  })
}

const maxDeliveriesPerBatch = 10_000
const rememberedApplications = 10_000

function createIngest() {
  /** Deliveries of each application's last message: how much a message is expected to weigh. */
  const fanOut = new Map<string, number>()
  const remember = (request: Request, deliveries: number) => {
    if (fanOut.size >= rememberedApplications) fanOut.clear()
    fanOut.set(request.application, deliveries)
  }
  return createBatcher<Request, AcceptedMessage>({
    maxItems: 200,
    maxWeight: 1,
    weigh: request => Math.max(request.payload.length / (4 * 1024 * 1024), (fanOut.get(request.application) ?? 1) / maxDeliveriesPerBatch),
    keysOf: request => request.keys,
    parallel: 3,
    parallelFrom: 8,
    spacingMs: 4,
    maxWaiting: 20_000,
    maxWaitingWeight: 16,
    overflow: () =>
      new AppError('unavailable', 'Too many messages are waiting to be stored; send it again shortly.', { retryAfterSeconds: 1 }),
    run: batch => store(batch, remember),
  })
}

type StoredRow = { ord: number; id: string; deliveries: number; queued: boolean; laned: boolean }

/** Stores a batch; one request's fault never fails another's. */
async function store(batch: Waiting[], remember: (request: Request, deliveries: number) => void): Promise<void> {
  let rest = batch
  const refused: Waiting[] = []
  for (let tries = 1; rest.length > 0; tries++) {
    try {
      const { rows } = await hotPool.query<StoredRow>(statementFor(rest))
      if (rows.some(row => row.queued)) announce('posthorn_deliver', 'deliver')
      if (rows.some(row => row.laned)) announce('posthorn_deliver', 'lane')
      announce('posthorn_live')
      const stored = new Set<number>()
      for (const row of rows) {
        const waiting = rest[row.ord]!
        stored.add(row.ord)
        remember(waiting.item, row.deliveries)
        waiting.resolve({ id: row.id as Id<'message'>, repeated: false })
      }
      refused.push(...rest.filter((_, ord) => !stored.has(ord)))
      break
    } catch (error) {
      if (isRepeatable(error) && tries < 10) continue
      const partial = partialKeys(error)
      if (partial) {
        refused.push(...rest.filter((_, ord) => partial.has(ord)))
        rest = rest.filter((_, ord) => !partial.has(ord))
        continue
      }
      await bisect(rest, error, remember)
      break
    }
  }
  if (refused.length > 0) await explain(refused)
}

/** Positions of the requests that won their eventId but lost their idempotency key. */
function partialKeys(error: unknown): Set<number> | null {
  if (!(error instanceof Error && 'code' in error && error.code === 'PH001')) return null
  return new Set(error.message.split(',').map(Number))
}

/** A data error fails the whole statement: halve the batch until only the culprit fails. The database being away is nobody's fault. */
async function bisect(batch: Waiting[], error: unknown, remember: (request: Request, deliveries: number) => void): Promise<void> {
  if (batch.length === 1 || isDatabaseAway(error)) {
    for (const waiting of batch) waiting.reject(error)
    return
  }
  const middle = batch.length >> 1
  await store(batch.slice(0, middle), remember)
  await store(batch.slice(middle), remember)
}

/** Answers requests that stored nothing: the first answer again, or why not. */
async function explain(refused: Waiting[]): Promise<void> {
  type Row = {
    ord: number
    application: boolean
    credential: boolean
    key_message_id: string | null
    key_body_hash: Buffer | null
    event_message_id: string | null
  }
  const column = <T>(pick: (request: Request) => T) => refused.map(waiting => pick(waiting.item))
  const { rows } = await hotPool.query<Row>({
    ...explainRefusal,
    values: [
      refused.map((_, ord) => ord),
      column(r => r.keyId),
      column(r => r.environmentId),
      column(r => r.applicationId),
      column(r => (r.applicationId ? null : r.application)),
      column(r => r.eventId),
      column(r => r.idempotencyKey),
      config.retentionDays,
    ],
  })
  for (const row of rows) {
    const { item, resolve, reject } = refused[row.ord]!
    if (!row.credential) reject(new AppError('authentication_failed', 'The API key was revoked.'))
    else if (!row.application) reject(notFound())
    else if (row.key_message_id && row.key_body_hash?.equals(item.bodyHash))
      resolve({ id: row.key_message_id as Id<'message'>, repeated: true })
    else if (row.key_message_id)
      reject(
        new AppError(
          'idempotency_key_reuse',
          'This idempotency key was used in the last 12 hours with another body; use a new key for a new request.',
        ),
      )
    else if (row.event_message_id) reject(new AppError('conflict', 'A message with this eventId exists already in this application.'))
    // Its key's holder went away between the two statements.
    else reject(new AppError('unavailable', 'The message could not be stored; send it again.', { retryAfterSeconds: 1 }))
  }
}

/** An array literal as an array element: Postgres has no ragged arrays. */
const literal = (items: readonly string[] | null): string | null =>
  items === null ? null : `{${items.map(item => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`

function statementFor(batch: Waiting[]) {
  if (batch.every(({ item }) => item.searchValues === null)) return { ...ingest, values: columns(batch) }
  const hashes = batch.map(({ item }) => literal(item.searchValues?.hashes ?? null))
  const labels = batch.map(({ item }) => literal(item.searchValues?.labels ?? null))
  return { ...ingestSearchable, values: [...columns(batch), hashes, labels] }
}

/** The parameters of `ingest`: one array per column, and all payloads in one value with their positions. */
function columns(batch: Waiting[]): unknown[] {
  const column = <T>(pick: (request: Request) => T) => batch.map(waiting => pick(waiting.item))
  let end = 1 // substr counts from 1
  const starts = column(r => {
    const start = end
    end += r.payload.length
    return start
  })
  return [
    batch.map((_, ord) => ord),
    column(r => r.keyId),
    column(r => r.environmentId),
    column(r => r.applicationId),
    column(r => (r.applicationId ? null : r.application)),
    column(r => r.eventType),
    column(r => r.eventId),
    column(r => literal(r.channels)),
    column(r => literal(r.tags)),
    column(r => r.idempotencyKey),
    column(r => r.bodyHash),
    starts,
    column(r => r.payload.length),
    column(r => r.retentionHours),
    column(r => r.contentType),
    column(r => r.traceparent),
    column(r => r.tracestate),
    column(r => r.deliverAt),
    Buffer.concat(column(r => r.payload)),
    config.retentionDays,
  ]
}
