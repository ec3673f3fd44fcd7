import { z } from 'zod'
import { getOrCreateApplication } from '#server/applications/mutations.ts'
import { findApplication } from '#server/applications/queries.ts'
import { createMessage } from '#server/messages/create.ts'
import { listApplicationMessages, loadMessage } from '#server/messages/queries.ts'
import { MessageIn, MessageOut, messageFilters, withContent } from '#server/messages/schema.ts'
import { pageOf } from '#server/pagination.ts'
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
      return reply(202, messageOut({ ...message, id, body: query.with_content ? message.payload : undefined }))
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/msg',
    operationId: 'v1.message.list',
    summary: 'List the messages of an application',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: messageFilters,
    responses: { 200: pageOf(MessageOut) },
    run: async ({ context, params, query }) => {
      const page = await listApplicationMessages(context, params.app_id, query)
      return reply(200, { ...page, data: page.data.map(messageOut) })
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/msg/{msg_id}',
    operationId: 'v1.message.get',
    summary: 'Get a message',
    tag,
    permission: 'read',
    query: z.object({ with_content: withContent }),
    responses: { 200: MessageOut },
    run: async ({ context, params, query }) => {
      const path = { application: params.app_id, message: params.msg_id }
      return reply(200, messageOut(await loadMessage(context, path, query.with_content)))
    },
  }),
]
