import { formatId, timeOfId } from '#server/ids.ts'
import type { MessageOut } from '#server/messages/schema.ts'
import { Verbatim } from '#server/rest/json.ts'

export type MessageFields = {
  id: string
  eventType: string
  eventId: string | null
  channels: string[] | null
  tags: string[] | null
  /** null: JSON. */
  contentType: string | null
}

/** `body`: the stored bytes; null when they are no longer kept, undefined when they were not asked for. */
export const messageOut = (message: MessageFields, body: Buffer | null | undefined): MessageOut => ({
  id: formatId('message', message.id),
  eventType: message.eventType,
  payload: payloadOut(message.contentType, body),
  eventId: message.eventId,
  channels: message.channels,
  tags: message.tags,
  timestamp: timeOfId(message.id).toISOString(),
})

/** What was posted as raw payload need not be JSON, so it is shown in the place where it was given. */
function payloadOut(contentType: string | null, body: Buffer | null | undefined): MessageOut['payload'] {
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
