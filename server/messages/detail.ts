import { errorClassName } from '#server/attempts/error-class.ts'
import { type Context, reachOf } from '#server/context.ts'
import { sha256 } from '#server/crypto.ts'
import { pool } from '#server/db.ts'
import { reasonName, stateName, triggers } from '#server/deliveries/state.ts'
import { notFound } from '#server/errors.ts'
import { type Entity, formatId, type Id, parseId, timeOfId } from '#server/ids.ts'
import type { AttemptDetailView, AttemptView, DeliveryView, HeaderPair, MessageView, PayloadView } from '#server/messages/detail-schema.ts'
import {
  type AttemptDetailSqlRow,
  type AttemptSqlRow,
  type DeliverySqlRow,
  type MessageSqlRow,
  readAttempt,
  readAttempts,
  readDeliveries,
  readMessage,
  readPayload,
} from '#server/messages/detail-sql.ts'

/** @throws AppError not_found, also for another environment's or application's message */
export async function getMessage(context: Context, { message }: { message: string }): Promise<MessageView> {
  const id = parsed('message', message)
  const row = (await pool.query<MessageSqlRow>({ ...readMessage, values: [...reachOf(context), id] })).rows[0]
  if (!row) throw notFound('Message')
  const { rows } = await pool.query<DeliverySqlRow>({ ...readDeliveries, values: [id] })
  return {
    id: message,
    eventType: row.event_type,
    eventId: row.event_id,
    acceptedAt: timeOfId(row.id),
    application: { id: formatId('application', row.application_id), name: row.application_name },
    channels: row.channels ?? [],
    tags: row.tags ?? [],
    expiresAt: row.expires_at,
    editedFrom: row.synthetic_of && formatId('message', row.synthetic_of),
    deliveries: rows.map(toDelivery),
  }
}

export async function getPayload(context: Context, { message }: { message: string }): Promise<PayloadView> {
  const values = [...reachOf(context), parsed('message', message)]
  const body = (await pool.query<{ body: Buffer }>({ ...readPayload, values })).rows[0]?.body
  if (!body) return { kind: 'expired' }
  return { kind: 'payload', text: body.toString('utf8'), bytes: body.length, sha256: sha256(body).toString('hex') }
}

type DeliveryKey = { message: string; endpoint: string }

export async function listAttempts(context: Context, key: DeliveryKey): Promise<AttemptView[]> {
  const values = [...reachOf(context), parsed('message', key.message), parsed('endpoint', key.endpoint)]
  return (await pool.query<AttemptSqlRow>({ ...readAttempts, values })).rows.map(toAttempt)
}

/** @throws AppError not_found */
export async function getAttempt(context: Context, key: DeliveryKey & { number: number }): Promise<AttemptDetailView> {
  const values = [...reachOf(context), parsed('message', key.message), parsed('endpoint', key.endpoint), key.number]
  const row = (await pool.query<AttemptDetailSqlRow>({ ...readAttempt, values })).rows[0]
  if (!row) throw notFound('Attempt')
  return {
    ...toAttempt(row),
    id: formatId('attempt', row.id),
    url: row.url,
    requestHeaders: JSON.parse(row.request_headers) as HeaderPair[],
    errorDetail: row.error_detail,
    response:
      row.response_headers === null
        ? null
        : {
            headers: JSON.parse(row.response_headers) as HeaderPair[],
            body: row.response_body ?? '',
            base64: row.response_base64,
            bytes: row.response_bytes,
          },
    remoteAddress: row.remote_address,
    phases: {
      dnsMs: inMs(row.dns_us),
      connectMs: inMs(row.connect_us),
      tlsMs: inMs(row.tls_us),
      firstByteMs: inMs(row.first_byte_us),
      bodyMs: inMs(row.body_us),
    },
  }
}

const inMs = (us: number | null): number | null => (us === null ? null : us / 1_000)

function parsed<E extends Extract<Entity, 'message' | 'endpoint'>>(entity: E, text: string): Id<E> {
  const id = parseId(entity, text)
  if (id === null) throw notFound(entity === 'message' ? 'Message' : 'Endpoint')
  return id
}

const toDelivery = (row: DeliverySqlRow): DeliveryView => ({
  endpoint: {
    id: formatId('endpoint', row.endpoint_id),
    url: row.url,
    description: row.description,
    deleted: row.deleted,
    throwaway: row.throwaway,
    paused: row.paused,
  },
  state: stateName(row.state),
  reason: reasonName(row.reason),
  attemptCount: row.attempt_count,
  nextAttemptAt: row.next_attempt_at,
  lastAttempt:
    row.last_total_us === null
      ? null
      : { status: row.last_status, error: errorClassName(row.last_error ?? 0), totalMs: row.last_total_us / 1_000 },
})

const toAttempt = (row: AttemptSqlRow): AttemptView => ({
  number: row.number,
  trigger: row.trigger === triggers.manual ? 'manual' : 'scheduled',
  superseded: row.superseded,
  startedAt: row.started_at,
  totalMs: row.total_us / 1_000,
  status: row.status,
  error: errorClassName(row.error),
  nextAttemptAt: row.next_attempt_at,
})
