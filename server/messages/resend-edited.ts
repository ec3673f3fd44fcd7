import { recordAct } from '#server/audit/record-sql.ts'
import type { Context } from '#server/context.ts'
import type { ResendPath } from '#server/deliveries/resend.ts'
import { loadEndpoint } from '#server/endpoints/queries.ts'
import { AppError, invalid } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import { maxPayloadBytes } from '#server/messages/body.ts'
import { loadMessage } from '#server/messages/queries.ts'
import { insertSynthetic } from '#server/messages/synthetic-sql.ts'
import { announce } from '#server/notify.ts'
import { write } from '#server/writes.ts'

/**
 * Sends a message once more with another payload: as a message of its own, to one endpoint alone, marked as synthetic for the receiver
 *. The original stays as it is. Returns the new message's id.
 * @throws AppError not_found, conflict for an endpoint that is disabled, payload_too_large; ValidationError
 */
export async function resendEdited(context: Context, { payload, ...path }: ResendPath & { payload: string }): Promise<{ id: string }> {
  const message = await loadMessage(context, path)
  const endpoint = await loadEndpoint(context, path)
  if (endpoint.disabled) throw new AppError('conflict', 'The endpoint is disabled; enable it, and resend then.')
  const body = readPayload(payload, message.contentType)
  const { environmentId } = context
  const { applicationId } = endpoint
  const id = await write(context, async tx => {
    const stored = { environmentId, applicationId, endpointId: endpoint.id, eventType: message.eventType, body, original: message.id }
    const id = await insertSynthetic(stored, tx)
    const target = { kind: 'message', id: message.id, name: message.eventType } as const
    await recordAct(context, { action: 'delivery.resend_edited', target, after: { endpoint_id: endpoint.id, message_id: id } }, tx)
    return id
  })
  announce('posthorn_deliver')
  announce('posthorn_live')
  return { id: formatId('message', id) }
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
