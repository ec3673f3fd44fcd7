import { formatId, timeOfId } from '#server/ids.ts'
import type { Message } from '#server/messages/queries.ts'
import type { MessageOut } from '#server/messages/schema.ts'
import { Verbatim } from '#server/rest/json.ts'

export const messageOut = (message: Message): MessageOut => ({
  id: formatId('message', message.id),
  eventType: message.eventType,
  payload: payloadOut(message),
  eventId: message.eventId,
  channels: message.channels && [...message.channels],
  tags: message.tags && [...message.tags],
  timestamp: timeOfId(message.id).toISOString(),
  deliverAt: message.deliverAt?.toISOString() ?? null,
})

/** What was posted as raw payload need not be JSON, so it is shown in the place where it was given. */
function payloadOut({ contentType, body }: Message): MessageOut['payload'] {
  if (body === undefined) return {}
  if (body === null) return { expired: true }
  const text = body.toString()
  return contentType === null || isJsonObject(text) ? new Verbatim(text) : { rawPayload: text }
}

function isJsonObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
