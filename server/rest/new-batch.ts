import { invalid } from '#server/errors.ts'
import { elementSources, memberSource, readBody } from '#server/messages/body.ts'
import { maxBatchMessages } from '#server/messages/schema.ts'
import { type PostedMessage, payloadNames, toPostedMessage } from '#server/rest/new-message.ts'

/** An error stands for a message that can't be read: the others are not affected. */
export type PostedItem = PostedMessage | Error

/**
 * What a request asks to be sent, one by one. With an idempotency key each message gets one of its own, by its place: a batch that was stored
 * in part can be posted again as it was. @throws ValidationError when the body is not a batch at all
 */
export function readBatch(
  application: string,
  bytes: Buffer,
  idempotencyKey: string | null,
  header: (name: string) => string | undefined,
): PostedItem[] {
  const { fields, source } = readBody(bytes, ['messages'])
  const { messages } = fields
  if (!Array.isArray(messages) || source === null || messages.length === 0 || messages.length > maxBatchMessages)
    throw invalid(['body', 'messages'], `The messages must be a list of 1 to ${maxBatchMessages}.`)
  const stray = messages.findIndex(message => typeof message !== 'object' || message === null || Array.isArray(message))
  if (stray >= 0) throw invalid(['body', 'messages', stray], 'A message must be a JSON object.')
  return elementSources(source).map((text, at) => {
    const posted = { fields: messages[at] as object, source: memberSource(text, payloadNames), bytes: Buffer.from(text) }
    try {
      return toPostedMessage(application, posted, idempotencyKey && `batch ${at} ${idempotencyKey}`, header)
    } catch (error) {
      return error as Error
    }
  })
}
