import { z } from 'zod'
import { TaskOut } from '#server/background-tasks/schema.ts'
import { expungeMessage, expungeMessages } from '#server/messages/expunge.ts'
import { wouldDeliver } from '#server/messages/precheck.ts'
import { purgeMessages } from '#server/messages/purge.ts'
import { listApplicationMessages, loadMessage } from '#server/messages/queries.ts'
import {
  BulkExpungeIn,
  BulkExpungeOut,
  MessageBatchIn,
  MessageBatchOut,
  MessageIn,
  MessageOut,
  messageList,
  PrecheckIn,
  PrecheckOut,
  withContent,
} from '#server/messages/schema.ts'
import { pageOf } from '#server/pagination.ts'
import { readIdempotencyKey } from '#server/rest/input.ts'
import { messageOut } from '#server/rest/message-out.ts'
import { readBatch } from '#server/rest/new-batch.ts'
import { readNewMessage } from '#server/rest/new-message.ts'
import { operation, reply } from '#server/rest/operation.ts'
import { firstRefusal, postBatch, postMessage } from '#server/rest/post-messages.ts'

const tag = 'Message'
const maxBatchBytes = 16 * 1024 * 1024

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
      const posted = readNewMessage(params.app_id, bytes, readIdempotencyKey(header('idempotency-key')), header)
      return reply(202, await postMessage(context, posted, query.with_content))
    },
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/msg/batch',
    operationId: 'v1.message.create-batch',
    summary: 'Send many messages',
    description: 'Each stands alone: one that is refused does not hold up the others. The body may be 16 MiB long.',
    tag,
    permission: 'send',
    query: z.object({ with_content: withContent }),
    body: MessageBatchIn,
    raw: true,
    maxBodyBytes: maxBatchBytes,
    refusalIn: firstRefusal,
    responses: { 202: MessageBatchOut },
    run: async ({ context, params, query, bytes, header }) => {
      const items = readBatch(params.app_id, bytes, readIdempotencyKey(header('idempotency-key')), header)
      return reply(202, await postBatch(context, params.app_id, items, query.with_content))
    },
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/msg/precheck/active',
    operationId: 'v1.message.precheck',
    summary: 'Ask whether some endpoint would get a message',
    description: 'So that an expensive payload need not be made for nobody. Endpoints that are disabled do not count.',
    tag,
    permission: 'read',
    ownTransaction: true,
    body: PrecheckIn,
    responses: { 200: PrecheckOut },
    run: async ({ context, params, body }) => reply(200, { active: await wouldDeliver(context, params.app_id, body) }),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/msg/bulk-expunge',
    operationId: 'v1.message.bulk-expunge-content',
    summary: 'Delete the payloads of several messages',
    description: 'The messages stay, without their content; they can’t be sent again. Each id is answered for itself.',
    tag,
    permission: 'expunge',
    wakes: true,
    body: BulkExpungeIn,
    responses: { 200: BulkExpungeOut },
    run: async ({ context, params, body, tx }) => reply(200, { results: await expungeMessages(context, params.app_id, body.ids, tx) }),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/msg/expunge-all-contents',
    operationId: 'v1.message.expunge-all-contents',
    summary: 'Delete the payloads of all messages of an application',
    description: 'And the responses to them, in a background task. Messages that are posted later are not touched.',
    tag,
    permission: 'expunge',
    responses: { 202: TaskOut },
    run: async ({ context, params, tx }) => reply(202, await purgeMessages(context, params.app_id, tx)),
  }),
  operation({
    method: 'delete',
    path: '/app/{app_id}/msg/{msg_id}/content',
    operationId: 'v1.message.expunge-content',
    summary: 'Delete the payload of a message',
    description: 'It can’t be sent again; what waits ends as expired.',
    tag,
    permission: 'expunge',
    wakes: true,
    responses: { 204: null },
    run: async ({ context, params, tx }) => {
      await expungeMessage(context, { application: params.app_id, message: params.msg_id }, tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/msg',
    operationId: 'v1.message.list',
    summary: 'List the messages of an application',
    description: 'Newest first. `value` finds everything about one object of yours, such as an order.',
    tag,
    permission: 'read',
    query: messageList,
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
    description: 'By its id or your own `eventId`.',
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
