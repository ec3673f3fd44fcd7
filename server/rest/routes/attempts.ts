import { z } from 'zod'
import { expungeAttempt } from '#server/attempts/expunge.ts'
import { getAttemptHeaders } from '#server/attempts/headers.ts'
import { type Attempt, getAttempt, listAttemptsOfEndpoint, listAttemptsOfMessage } from '#server/attempts/queries.ts'
import {
  AttemptedDestinations,
  AttemptedMessages,
  AttemptHeadersOut,
  AttemptOut,
  AttemptQuery,
  AttemptsOfEndpoint,
  AttemptsOfMessage,
  EndpointMessageOut,
  MessageEndpointOut,
} from '#server/attempts/schema.ts'
import { type DeliveryProgress, listAttemptedDestinations, listAttemptedMessages } from '#server/deliveries/attempted.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { statusOf, statusTexts } from '#server/deliveries/status.ts'
import { formatId } from '#server/ids.ts'
import { pageOf } from '#server/pagination.ts'
import { mirroredEndpoint, withMirrors } from '#server/rest/aliases.ts'
import { messageOut } from '#server/rest/message-out.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Message attempt'
const Destination = MessageEndpointOut.extend(mirroredEndpoint).meta({ id: 'MessageEndpointOut' })

/** `withContent: false` withholds the response, which then reads `{}` as Svix's. */
function attemptOut(attempt: Attempt, withContent: boolean, withMessage = false): AttemptOut {
  const status = attempt.error === null ? 0 : 2
  return {
    id: formatId('attempt', attempt.id),
    msgId: formatId('message', attempt.messageId),
    endpointId: formatId('endpoint', attempt.endpointId),
    url: attempt.url,
    response: withContent ? responseOf(attempt) : '{}',
    responseStatusCode: attempt.statusCode ?? 0,
    responseDurationMs: Math.round(attempt.durationUs / 1000),
    status,
    statusText: statusTexts[status],
    triggerType: attempt.trigger === 1 ? 1 : 0,
    timestamp: attempt.startedAt.toISOString(),
    ...(withMessage ? { msg: messageOut(attempt.message) } : {}),
  }
}

/** Where no answer came, why not. */
const responseOf = ({ statusCode, response, errorDetail, error }: Attempt): string =>
  (statusCode === null ? (errorDetail ?? error) : response) ?? ''

function progressOut({ state, nextAttemptAt }: DeliveryProgress, expanded: boolean) {
  const status = statusOf(state, expanded)
  return { status, statusText: statusTexts[status], nextAttempt: nextAttemptAt?.toISOString() ?? null }
}

export const attemptOperations = [
  operation({
    method: 'get',
    path: '/app/{app_id}/attempt/endpoint/{endpoint_id}',
    operationId: 'v1.message-attempt.list-by-endpoint',
    summary: 'List the attempts at an endpoint',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: AttemptsOfEndpoint,
    responses: { 200: pageOf(AttemptOut) },
    run: async ({ context, params, query }) => {
      const page = await listAttemptsOfEndpoint(context, { application: params.app_id, endpoint: params.endpoint_id }, query)
      return reply(200, { ...page, data: page.data.map(attempt => attemptOut(attempt, query.with_content, query.with_msg)) })
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/attempt/msg/{msg_id}',
    operationId: 'v1.message-attempt.list-by-msg',
    summary: 'List the attempts of a message',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: AttemptsOfMessage,
    responses: { 200: pageOf(AttemptOut) },
    run: async ({ context, params, query }) => {
      const page = await listAttemptsOfMessage(context, { application: params.app_id, message: params.msg_id }, query)
      return reply(200, { ...page, data: page.data.map(attempt => attemptOut(attempt, query.with_content)) })
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/msg/{msg_id}/attempt/{attempt_id}',
    operationId: 'v1.message-attempt.get',
    summary: 'Get an attempt',
    description: 'One HTTP request to an endpoint, and what came back.',
    tag,
    permission: 'read',
    query: AttemptQuery,
    responses: { 200: AttemptOut },
    run: async ({ context, params }) => {
      const path = { application: params.app_id, message: params.msg_id, attempt: params.attempt_id }
      return reply(200, attemptOut(await getAttempt(context, path), true))
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/endpoint/{endpoint_id}/msg',
    operationId: 'v1.message-attempt.list-attempted-messages',
    summary: 'List the messages of an endpoint with the state of their deliveries',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: AttemptedMessages,
    responses: { 200: pageOf(EndpointMessageOut) },
    run: async ({ context, params, query }) => {
      const page = await listAttemptedMessages(context, { application: params.app_id, endpoint: params.endpoint_id }, query)
      return reply(200, {
        ...page,
        data: page.data.map(message => ({ ...messageOut(message), ...progressOut(message, query.expanded_statuses) })),
      })
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/msg/{msg_id}/endpoint',
    operationId: 'v1.message-attempt.list-attempted-destinations',
    summary: 'List the endpoints of a message with the state of their deliveries',
    description: 'Every endpoint that the message was meant for, also those it was skipped for.',
    tag,
    permission: 'read',
    query: AttemptedDestinations,
    responses: { 200: pageOf(Destination) },
    run: async ({ context, params, query }) => {
      const page = await listAttemptedDestinations(context, { application: params.app_id, message: params.msg_id }, query)
      const data = page.data.map(({ metadata, retrySchedule, state, nextAttemptAt, ...endpoint }) => ({
        ...withMirrors(endpoint),
        ...progressOut({ state, nextAttemptAt }, false),
      }))
      return reply(200, { ...page, data })
    },
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/msg/{msg_id}/endpoint/{endpoint_id}/resend',
    operationId: 'v1.message-attempt.resend',
    summary: 'Send a message to an endpoint again',
    description: 'One attempt of its own; a running retry schedule goes on.',
    tag,
    permission: 'resend',
    ownTransaction: true,
    responses: { 202: z.object({}) },
    run: async ({ context, params }) => {
      await resendDelivery(context, { application: params.app_id, message: params.msg_id, endpoint: params.endpoint_id })
      return reply(202, {})
    },
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/msg/{msg_id}/attempt/{attempt_id}/headers',
    operationId: 'v1.message-attempt.get-headers',
    summary: 'Get the headers of an attempt',
    description: 'What was sent and what came back. Headers that may hold credentials are named and not shown.',
    tag,
    permission: 'read',
    responses: { 200: AttemptHeadersOut },
    run: async ({ context, params }) => {
      const path = { application: params.app_id, message: params.msg_id, attempt: params.attempt_id }
      return reply(200, await getAttemptHeaders(context, path))
    },
  }),
  operation({
    method: 'delete',
    path: '/app/{app_id}/msg/{msg_id}/attempt/{attempt_id}/content',
    operationId: 'v1.message-attempt.expunge-content',
    summary: 'Delete the response of an attempt',
    description: 'It then reads `EXPUNGED`.',
    tag,
    permission: 'expunge',
    responses: { 204: null },
    run: async ({ context, params, tx }) => {
      await expungeAttempt(context, { application: params.app_id, message: params.msg_id, attempt: params.attempt_id }, tx)
      return reply(204, null)
    },
  }),
]
