import { patchEndpointHeaders, setEndpointHeaders } from '#server/endpoints/headers.ts'
import { getEndpointWithHealth } from '#server/endpoints/health.ts'
import { EndpointHealth } from '#server/endpoints/health-schema.ts'
import { createEndpoint, deleteEndpoint, patchEndpoint, upsertEndpoint } from '#server/endpoints/mutations.ts'
import { setPaused } from '#server/endpoints/pause.ts'
import { getEndpointHeaders, getEndpointSecret, listEndpoints } from '#server/endpoints/queries.ts'
import { rotateEndpointSecret } from '#server/endpoints/rotate-secret.ts'
import {
  EndpointHeadersIn,
  EndpointHeadersOut,
  EndpointHeadersPatchIn,
  EndpointIn,
  EndpointList,
  EndpointOut,
  EndpointPatch,
  EndpointSecretOut,
  EndpointSecretRotateIn,
  EndpointUpsertIn,
  TransformationOut,
  TransformationPatch,
} from '#server/endpoints/schema.ts'
import { getTransformation, patchTransformation } from '#server/endpoints/transformation.ts'
import { EventExampleIn, MessageOut } from '#server/messages/schema.ts'
import { sendExample } from '#server/messages/send-example.ts'
import { pageOf } from '#server/pagination.ts'
import { mirroredEndpoint, withMirrors } from '#server/rest/aliases.ts'
import { messageOut } from '#server/rest/message-out.ts'
import { operation, reply } from '#server/rest/operation.ts'
import { getEndpointAttemptStats, getEndpointStats } from '#server/stats/queries.ts'
import { EndpointAttemptStats, EndpointStats, StatsWindow } from '#server/stats/schema.ts'

const tag = 'Endpoint'
const one = '/app/{app_id}/endpoint/{endpoint_id}'
const Endpoint = EndpointOut.extend(mirroredEndpoint).meta({ id: 'EndpointOut' })
const EndpointWithHealth = EndpointOut.extend(mirroredEndpoint).extend({ health: EndpointHealth }).meta({ id: 'EndpointWithHealthOut' })
const pathOf = (params: { app_id: string; endpoint_id: string }) => ({ application: params.app_id, endpoint: params.endpoint_id })

export const endpointOperations = [
  operation({
    method: 'get',
    path: '/app/{app_id}/endpoint',
    operationId: 'v1.endpoint.list',
    summary: 'List the endpoints of an application',
    description: 'Newest first, unless `order` says otherwise. Disabled endpoints are listed too.',
    tag,
    permission: 'read',
    query: EndpointList,
    responses: { 200: pageOf(Endpoint) },
    run: async ({ context, params, query }) => {
      const page = await listEndpoints(context, params.app_id, query)
      return reply(200, { ...page, data: page.data.map(withMirrors) })
    },
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/endpoint',
    operationId: 'v1.endpoint.create',
    summary: 'Create an endpoint',
    description: 'From now on it gets every message that it subscribes to. Its signing secret is made, unless the body brings one.',
    tag,
    permission: 'configure',
    body: EndpointIn,
    responses: { 201: Endpoint },
    run: async ({ context, params, body, tx }) => reply(201, withMirrors(await createEndpoint(context, params.app_id, body, tx))),
  }),
  operation({
    method: 'get',
    path: one,
    operationId: 'v1.endpoint.get',
    summary: 'Get an endpoint',
    description: 'With its health: whether deliveries reach it now, since when, and what changed at the first failure.',
    tag,
    permission: 'read',
    responses: { 200: EndpointWithHealth },
    run: async ({ context, params }) => reply(200, withMirrors(await getEndpointWithHealth(context, pathOf(params)))),
  }),
  operation({
    method: 'put',
    path: one,
    operationId: 'v1.endpoint.update',
    summary: 'Replace an endpoint, or create it',
    description: 'Signing secret and headers stay: they have operations of their own.',
    tag,
    permission: 'configure',
    wakes: true,
    body: EndpointUpsertIn,
    responses: { 200: Endpoint, 201: Endpoint },
    run: async ({ context, params, body, tx }) => {
      const { created, endpoint } = await upsertEndpoint(context, pathOf(params), body, tx)
      return reply(created ? 201 : 200, withMirrors(endpoint))
    },
  }),
  operation({
    method: 'patch',
    path: one,
    operationId: 'v1.endpoint.patch',
    summary: 'Change an endpoint',
    description: 'With `disabled` it is disabled and enabled.',
    tag,
    permission: 'configure',
    wakes: true,
    body: EndpointPatch,
    responses: { 200: Endpoint },
    run: async ({ context, params, body, tx }) => reply(200, withMirrors(await patchEndpoint(context, pathOf(params), body, tx))),
  }),
  operation({
    method: 'delete',
    path: one,
    operationId: 'v1.endpoint.delete',
    summary: 'Delete an endpoint',
    description: 'What waits for it is canceled. Its messages and attempts stay until their retention ends; its uid is free again.',
    tag,
    permission: 'configure',
    responses: { 204: null },
    run: async ({ context, params, tx }) => {
      await deleteEndpoint(context, pathOf(params), tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'get',
    path: `${one}/secret`,
    operationId: 'v1.endpoint.get-secret',
    summary: 'Reveal the signing secret',
    description: 'For verifying signatures (see the receiver guide). Of an Ed25519 pair only the public key is shown.',
    tag,
    permission: 'revealSecrets',
    responses: { 200: EndpointSecretOut },
    run: async ({ context, params }) => reply(200, await getEndpointSecret(context, pathOf(params))),
  }),
  operation({
    method: 'post',
    path: `${one}/secret/rotate`,
    operationId: 'v1.endpoint.rotate-secret',
    summary: 'Rotate the signing secret',
    description: 'The old secret signs beside the new one until its grace period ends.',
    tag,
    permission: 'revealSecrets',
    body: EndpointSecretRotateIn,
    responses: { 200: EndpointSecretOut },
    run: async ({ context, params, body, tx }) => reply(200, await rotateEndpointSecret(context, pathOf(params), body, tx)),
  }),
  operation({
    method: 'get',
    path: `${one}/headers`,
    operationId: 'v1.endpoint.get-headers',
    summary: 'Get the custom headers',
    description: 'Of those that hold credentials only the names.',
    tag,
    permission: 'read',
    responses: { 200: EndpointHeadersOut },
    run: async ({ context, params }) => reply(200, await getEndpointHeaders(context, pathOf(params))),
  }),
  operation({
    method: 'put',
    path: `${one}/headers`,
    operationId: 'v1.endpoint.update-headers',
    summary: 'Replace the custom headers',
    description: 'Sent with every delivery beside Posthorn’s own. Headers that are not in the body are removed.',
    tag,
    permission: 'configure',
    body: EndpointHeadersIn,
    responses: { 204: null },
    run: async ({ context, params, body, tx }) => {
      await setEndpointHeaders(context, pathOf(params), body, tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'patch',
    path: `${one}/headers`,
    operationId: 'v1.endpoint.patch-headers',
    summary: 'Change some of the custom headers',
    description: 'Those in the body are set, those with null or in `deleteHeaders` removed, all others stay.',
    tag,
    permission: 'configure',
    body: EndpointHeadersPatchIn,
    responses: { 204: null },
    run: async ({ context, params, body, tx }) => {
      await patchEndpointHeaders(context, pathOf(params), body, tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'post',
    path: `${one}/pause`,
    operationId: 'v1.endpoint.pause',
    summary: 'Pause an endpoint',
    description: 'Its deliveries wait, in order; nothing is skipped and no attempt is spent.',
    tag,
    permission: 'configure',
    wakes: true,
    responses: { 200: Endpoint },
    run: async ({ context, params, tx }) => reply(200, withMirrors(await setPaused(context, pathOf(params), true, tx))),
  }),
  operation({
    method: 'post',
    path: `${one}/resume`,
    operationId: 'v1.endpoint.resume',
    summary: 'Resume a paused endpoint',
    description: 'What waited is sent, in order.',
    tag,
    permission: 'configure',
    wakes: true,
    responses: { 200: Endpoint },
    run: async ({ context, params, tx }) => reply(200, withMirrors(await setPaused(context, pathOf(params), false, tx))),
  }),
  operation({
    method: 'post',
    path: `${one}/send-example`,
    operationId: 'v1.endpoint.send-example',
    summary: 'Send an example to an endpoint',
    description: 'To this endpoint, whatever it subscribes to. `svix.ping` is always there; the receiver sees `webhook-synthetic: true`.',
    tag,
    permission: 'send',
    wakes: true,
    body: EventExampleIn,
    responses: { 202: MessageOut },
    run: async ({ context, params, body, tx }) => reply(202, messageOut(await sendExample(context, pathOf(params), body, tx))),
  }),
  operation({
    method: 'get',
    path: `${one}/stats`,
    operationId: 'v1.endpoint.get-stats',
    summary: 'Count the deliveries of an endpoint by state',
    description: 'Of messages that were posted within the window.',
    tag,
    permission: 'read',
    query: StatsWindow,
    responses: { 200: EndpointStats },
    run: async ({ context, params, query }) => reply(200, await getEndpointStats(context, pathOf(params), query)),
  }),
  operation({
    method: 'get',
    path: `${one}/attempt-stats`,
    operationId: 'v1.endpoint.get-attempt-stats',
    summary: 'Count the attempts at an endpoint',
    description: 'Each attempt of the window counts once, so a delivery that was retried counts several times.',
    tag,
    permission: 'read',
    query: StatsWindow,
    responses: { 200: EndpointAttemptStats },
    run: async ({ context, params, query }) => reply(200, await getEndpointAttemptStats(context, pathOf(params), query)),
  }),
  operation({
    method: 'get',
    path: `${one}/transformation`,
    operationId: 'v1.endpoint.transformation-get',
    summary: 'Get the transformation of an endpoint',
    description: 'The JavaScript that may change a message before it is sent, and the variables it can read.',
    tag,
    permission: 'configure',
    responses: { 200: TransformationOut },
    run: async ({ context, params }) => reply(200, await getTransformation(context, pathOf(params))),
  }),
  operation({
    method: 'patch',
    path: `${one}/transformation`,
    operationId: 'v1.endpoint.patch-transformation',
    summary: 'Change the transformation of an endpoint',
    description: 'It is kept; enabling it is refused until transformations run.',
    tag,
    permission: 'configure',
    body: TransformationPatch,
    responses: { 204: null },
    run: async ({ context, params, body, tx }) => {
      await patchTransformation(context, pathOf(params), body, tx)
      return reply(204, null)
    },
  }),
]
