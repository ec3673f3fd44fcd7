import { z } from 'zod'
import { getOrCreateApplication } from '#server/applications/mutations.ts'
import { findApplication } from '#server/applications/queries.ts'
import { createMessage } from '#server/messages/create.ts'
import { MessageIn, MessageOut, withContent } from '#server/messages/schema.ts'
import { referenceTo } from '#server/references.ts'
import { readIdempotencyKey } from '#server/rest/input.ts'
import { messageOut } from '#server/rest/message-out.ts'
import { readNewMessage } from '#server/rest/new-message.ts'
import { operation, reply } from '#server/rest/operation.ts'
import { write } from '#server/writes.ts'

const tag = 'Message'

export const messageOperations = [
  operation({
    method: 'post',
    path: '/app/{app_id}/msg',
    operationId: 'v1.message.create',
    summary: 'Send a message',
    description:
      'The answer comes once the message and its deliveries are stored. An `eventId` is accepted once while its message is kept.',
    tag,
    permission: 'send',
    query: z.object({ with_content: withContent }),
    body: MessageIn,
    raw: true,
    responses: { 202: MessageOut },
    run: async ({ context, params, query, bytes, header }) => {
      const { message, application } = readNewMessage(params.app_id, bytes, readIdempotencyKey(header('idempotency-key')), header)
      if (application && !(await findApplication(context, referenceTo('application', params.app_id))))
        await write(tx => getOrCreateApplication(context, application, tx))
      const { id } = await createMessage(context, message)
      const fields = {
        id,
        eventType: message.eventType,
        eventId: message.eventId,
        channels: message.channels && [...message.channels],
        tags: message.tags && [...message.tags],
        contentType: message.contentType,
      }
      return reply(202, messageOut(fields, query.with_content ? message.payload : undefined))
    },
  }),
]
