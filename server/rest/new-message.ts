import type { z } from 'zod'
import type { ApplicationIn } from '#server/applications/schema.ts'
import { sha256 } from '#server/crypto.ts'
import { invalid } from '#server/errors.ts'
import { maxPayloadBytes, readBody } from '#server/messages/body.ts'
import type { NewMessage } from '#server/messages/create.ts'
import { MessageIn } from '#server/messages/schema.ts'
import { isStorable, parse, tooLarge } from '#server/rest/input.ts'

/** The body without its payload, which is looked at once, as text. `data` is the payload's older name. */
const Envelope = MessageIn.omit({ payload: true })
type Envelope = z.infer<typeof Envelope>
export const payloadNames = ['payload', 'data']

const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/
const tracestate = /^[\x20-\x7e]{1,512}$/
const contentType = /^[\x20-\x7e]{1,256}$/

export type PostedMessage = {
  message: NewMessage
  /** To be made when the path's application does not exist. */
  application: ApplicationIn | null
}

type Header = (name: string) => string | undefined

/** What a request asks to be sent. This is the hot path: one JSON.parse, and the payload's bytes cut out of the text. */
export const readNewMessage = (application: string, bytes: Buffer, idempotencyKey: string | null, header: Header): PostedMessage =>
  toPostedMessage(application, { ...readBody(bytes, payloadNames), bytes }, idempotencyKey, header)

/**
 * `bytes`: the message as it was posted; `fields`: the same, parsed; `source`: of its payload.
 * @throws ValidationError, AppError payload_too_large
 */
export function toPostedMessage(
  application: string,
  { fields, source, bytes }: { fields: object; source: string | null; bytes: Buffer },
  idempotencyKey: string | null,
  header: Header,
): PostedMessage {
  const envelope = parse(Envelope, fields, 'body')
  const tag = envelope.tags?.findIndex(tag => !isStorable(tag)) ?? -1
  if (tag >= 0) throw invalid(['body', 'tags', tag], 'The text holds a NUL or half of a surrogate pair.')
  const { payload, contentType } = readPayload(envelope, source)
  if (payload.length > maxPayloadBytes) throw tooLarge()
  const trace = header('traceparent')
  const traced = trace !== undefined && traceparent.test(trace)
  const state = header('tracestate')
  return {
    message: {
      application,
      eventType: envelope.eventType,
      payload,
      eventId: envelope.eventId ?? null,
      channels: listOrNull(envelope.channels),
      tags: listOrNull(envelope.tags),
      contentType,
      retentionHours: envelope.payloadRetentionHours ?? (envelope.payloadRetentionPeriod ? envelope.payloadRetentionPeriod * 24 : null),
      deliverAt: readDeliverAt(envelope.deliverAt),
      traceparent: traced ? trace : null,
      tracestate: traced && state !== undefined && tracestate.test(state) ? state : null,
      idempotencyKey,
      bodyHash: sha256(bytes),
    },
    application: readApplication(application, envelope.application),
  }
}

/** The partitions of payloads reach 15 weeks ahead, and a payload may be kept for 90 days from its delivery on. */
const maxDelayMs = 14 * 24 * 60 * 60 * 1000

function readDeliverAt(at: Date | null | undefined): Date | null {
  const delayMs = at == null ? 0 : at.getTime() - Date.now()
  if (delayMs > maxDelayMs) throw invalid(['body', 'deliverAt'], 'A message may be delivered at most 14 days from now.')
  return at == null || delayMs <= 0 ? null : at
}

const listOrNull = (list: string[] | null | undefined) => (list == null || list.length === 0 ? null : [...new Set(list)])

function readPayload({ transformationsParams }: Envelope, source: string | null): { payload: Buffer; contentType: string | null } {
  if (source === null) throw invalid(['body', 'payload'], 'The payload is missing.', 'value_error.missing')
  if (!source.startsWith('{')) throw invalid(['body', 'payload'], 'The payload must be a JSON object.')
  const raw = transformationsParams?.rawPayload
  if (raw === undefined) return { payload: Buffer.from(source), contentType: null }
  if (!raw.isWellFormed()) throw invalid(['body', 'transformationsParams', 'rawPayload'], 'The text holds half of a surrogate pair.')
  const type = Object.entries(transformationsParams?.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (type !== undefined && !contentType.test(type))
    throw invalid(['body', 'transformationsParams', 'headers', 'content-type'], 'This is not the value of a header.')
  // Said although it is the usual one, because what is sent need not be JSON.
  return { payload: Buffer.from(raw), contentType: type ?? 'application/json' }
}

/** Svix's rule: an application on the way must name itself as the path does. */
export function readApplication(path: string, application: ApplicationIn | null | undefined): ApplicationIn | null {
  if (application == null) return null
  const place = ['body', 'application', 'uid']
  if (application.uid == null) throw invalid(place, 'The application must have a uid.', 'application_uid_missing')
  if (application.uid !== path) throw invalid(place, "The application's uid must be the one in the path.", 'application_uid_mismatch')
  return application
}
