import { recordAct } from '#server/audit/record-sql.ts'
import type { Context } from '#server/context.ts'
import type { ResendPath } from '#server/deliveries/resend.ts'
import { loadEndpoint } from '#server/endpoints/queries.ts'
import { createThrowaway } from '#server/endpoints/throwaway.ts'
import { AppError, invalid } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import { maxPayloadBytes } from '#server/messages/body.ts'
import { loadMessage } from '#server/messages/queries.ts'
import { insertSynthetic } from '#server/messages/synthetic-sql.ts'
import { announce } from '#server/notify.ts'
import { searchValuesOf } from '#server/search/extract.ts'
import { write } from '#server/writes.ts'

/** `url`: another address than the endpoint's, for one attempt; null: the endpoint's. */
type Edited = ResendPath & { payload: string; url: string | null }

/** Ids of the new message and of what its delivery is by. `secret`: what another address's attempt is signed with; it is told this once. */
type Resent = { id: string; endpoint: string; secret: string | null }

/**
 * Sends a message once more with another payload: as a message of its own, to one endpoint or another address alone, marked as synthetic for
 * the receiver. The original stays as it is.
 * @throws AppError not_found, conflict for an endpoint that is disabled, payload_too_large; ValidationError
 */
export async function resendEdited(context: Context, { payload, url, ...path }: Edited): Promise<Resent> {
  const message = await loadMessage(context, path)
  const endpoint = await loadEndpoint(context, path)
  if (url === null && endpoint.disabled) throw new AppError('conflict', 'The endpoint is disabled; enable it, and resend then.')
  const body = readPayload(payload, message.contentType)
  const { environmentId } = context
  const { applicationId } = endpoint
  const searchValues = await searchValuesOf(environmentId, message.eventType, body)
  const resent = await write(context, async tx => {
    const elsewhere = url === null ? null : await createThrowaway(context, { applicationId, url }, tx)
    const endpointId = elsewhere?.id ?? endpoint.id
    const id = await insertSynthetic(
      { environmentId, applicationId, endpointId, eventType: message.eventType, body, original: message.id, searchValues },
      tx,
    )
    const target = { kind: 'message', id: message.id, name: message.eventType } as const
    const where: Record<string, string> = elsewhere === null ? { endpoint_id: endpointId } : { url: elsewhere.url }
    await recordAct(context, { action: 'delivery.resend_edited', target, after: { ...where, message_id: id } }, tx)
    return { id: formatId('message', id), endpoint: formatId('endpoint', endpointId), secret: elsewhere?.secret ?? null }
  })
  announce('posthorn_deliver')
  announce('posthorn_live')
  return resent
}

/** What a producer may post: a JSON object, or any text where the original is not JSON. */
function readPayload(text: string, contentType: string | null): Buffer {
  const refuse = (detail: string) => invalid(['body', 'payload'], detail)
  if (text.includes('\0') || !text.isWellFormed()) throw refuse('The text holds a NUL or half of a surrogate pair.')
  const body = Buffer.from(text)
  if (body.length > maxPayloadBytes) throw new AppError('payload_too_large', `A payload may be at most ${maxPayloadBytes} bytes.`)
  if (contentType !== null) return body
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw refuse(`The payload is not valid JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw refuse('The payload must be a JSON object.')
  return body
}
