import { findOperational, loadOperational, makeOperational } from '#server/auth/operational.ts'
import { setEndpointHeaders } from '#server/endpoints/headers.ts'
import { deleteEndpoint, upsertEndpoint } from '#server/endpoints/mutations.ts'
import { getEndpoint, getEndpointHeaders, getEndpointSecret, listEndpoints } from '#server/endpoints/queries.ts'
import { rotateEndpointSecret } from '#server/endpoints/rotate-secret.ts'
import {
  EndpointHeadersIn,
  EndpointHeadersOut,
  EndpointList,
  type EndpointOut,
  EndpointSecretOut,
  EndpointSecretRotateIn,
} from '#server/endpoints/schema.ts'
import { createOperationalEndpoint } from '#server/operational-events/mutations.ts'
import { OperationalEndpointIn, OperationalEndpointOut, OperationalEndpointUpsertIn } from '#server/operational-events/schema.ts'
import { pageOf } from '#server/pagination.ts'
import { mirroredEndpoint, withMirrors } from '#server/rest/aliases.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Operational webhook endpoint'
const all = '/operational-webhook/endpoint'
const one = `${all}/{endpoint_id}` as const
const Endpoint = OperationalEndpointOut.extend(mirroredEndpoint).meta({ id: 'OperationalWebhookEndpointOut' })
const endpointOut = ({ channels, ...endpoint }: EndpointOut) => withMirrors(endpoint)

export const operationalEndpointOperations = [
  operation({
    method: 'get',
    path: all,
    operationId: 'v1.operational-webhook.endpoint.list',
    summary: 'List the endpoints for operational events',
    description:
      'Operational events tell you about your merchants’ endpoints: disabled, failing, recovered. They go to endpoints of your own.',
    tag,
    permission: 'read',
    query: EndpointList,
    responses: { 200: pageOf(Endpoint) },
    run: async ({ context, query }) => {
      const found = await findOperational(context)
      if (!found) return reply(200, { data: [], iterator: null, prevIterator: null, done: true })
      const page = await listEndpoints(found.context, found.application, query)
      return reply(200, { ...page, data: page.data.map(endpointOut) })
    },
  }),
  operation({
    method: 'post',
    path: all,
    operationId: 'v1.operational-webhook.endpoint.create',
    summary: 'Create an endpoint for operational events',
    description: 'It gets the operational events it subscribes to, signed and retried like any message.',
    tag,
    permission: 'configure',
    body: OperationalEndpointIn,
    responses: { 201: Endpoint },
    run: async ({ context, body, tx }) => reply(201, endpointOut(await createOperationalEndpoint(context, body, tx))),
  }),
  operation({
    method: 'get',
    path: one,
    operationId: 'v1.operational-webhook.endpoint.get',
    summary: 'Get an endpoint for operational events',
    description: 'By its id or your own uid.',
    tag,
    permission: 'read',
    responses: { 200: Endpoint },
    run: async ({ context, params }) => {
      const { context: within, application } = await loadOperational(context)
      return reply(200, endpointOut(await getEndpoint(within, { application, endpoint: params.endpoint_id })))
    },
  }),
  operation({
    method: 'put',
    path: one,
    operationId: 'v1.operational-webhook.endpoint.update',
    summary: 'Replace an endpoint for operational events, or create it',
    description:
      'What the body leaves out goes back to its default; signing secret and headers stay. A new uid in the path makes an endpoint.',
    tag,
    permission: 'configure',
    body: OperationalEndpointUpsertIn,
    responses: { 200: Endpoint, 201: Endpoint },
    run: async ({ context, params, body, tx }) => {
      const { context: within, application } = await makeOperational(context, tx)
      const { created, endpoint } = await upsertEndpoint(within, { application, endpoint: params.endpoint_id }, body, tx)
      return reply(created ? 201 : 200, endpointOut(endpoint))
    },
  }),
  operation({
    method: 'delete',
    path: one,
    operationId: 'v1.operational-webhook.endpoint.delete',
    summary: 'Delete an endpoint for operational events',
    description: 'What waits for it is canceled.',
    tag,
    permission: 'configure',
    responses: { 204: null },
    run: async ({ context, params, tx }) => {
      const { context: within, application } = await loadOperational(context, tx)
      await deleteEndpoint(within, { application, endpoint: params.endpoint_id }, tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'get',
    path: `${one}/secret`,
    operationId: 'v1.operational-webhook.endpoint.get-secret',
    summary: 'Reveal the signing secret of an endpoint for operational events',
    description: 'For verifying the signatures of operational events, as of any other.',
    tag,
    permission: 'revealSecrets',
    responses: { 200: EndpointSecretOut },
    run: async ({ context, params }) => {
      const { context: within, application } = await loadOperational(context)
      return reply(200, await getEndpointSecret(within, { application, endpoint: params.endpoint_id }))
    },
  }),
  operation({
    method: 'post',
    path: `${one}/secret/rotate`,
    operationId: 'v1.operational-webhook.endpoint.rotate-secret',
    summary: 'Rotate the signing secret of an endpoint for operational events',
    description: 'The old secret signs beside the new one until its grace period ends.',
    tag,
    permission: 'revealSecrets',
    body: EndpointSecretRotateIn,
    responses: { 200: EndpointSecretOut },
    run: async ({ context, params, body, tx }) => {
      const { context: within, application } = await loadOperational(context, tx)
      return reply(200, await rotateEndpointSecret(within, { application, endpoint: params.endpoint_id }, body, tx))
    },
  }),
  operation({
    method: 'get',
    path: `${one}/headers`,
    operationId: 'v1.operational-webhook.endpoint.get-headers',
    summary: 'Get the custom headers of an endpoint for operational events',
    description: 'Of those that hold credentials only the names.',
    tag,
    permission: 'read',
    responses: { 200: EndpointHeadersOut },
    run: async ({ context, params }) => {
      const { context: within, application } = await loadOperational(context)
      return reply(200, await getEndpointHeaders(within, { application, endpoint: params.endpoint_id }))
    },
  }),
  operation({
    method: 'put',
    path: `${one}/headers`,
    operationId: 'v1.operational-webhook.endpoint.update-headers',
    summary: 'Replace the custom headers of an endpoint for operational events',
    description: 'Headers that are not in the body are removed.',
    tag,
    permission: 'configure',
    body: EndpointHeadersIn,
    responses: { 204: null },
    run: async ({ context, params, body, tx }) => {
      const { context: within, application } = await loadOperational(context, tx)
      await setEndpointHeaders(within, { application, endpoint: params.endpoint_id }, body, tx)
      return reply(204, null)
    },
  }),
]
