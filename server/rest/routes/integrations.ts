import {
  createIntegration,
  deleteIntegration,
  firstIntegrationKey,
  rotateIntegrationKey,
  updateIntegration,
} from '#server/integrations/mutations.ts'
import { getIntegration, listIntegrations } from '#server/integrations/queries.ts'
import { IntegrationIn, IntegrationKeyOut, IntegrationList, IntegrationOut, IntegrationUpdate } from '#server/integrations/schema.ts'
import { pageOf } from '#server/pagination.ts'
import { operation, reply } from '#server/rest/operation.ts'
import { write } from '#server/writes.ts'

const tag = 'Integration'
const all = '/app/{app_id}/integration'
const one = '/app/{app_id}/integration/{integ_id}'
const pathOf = (params: { app_id: string; integ_id: string }) => ({ application: params.app_id, integration: params.integ_id })

export const integrationOperations = [
  operation({
    method: 'get',
    path: all,
    operationId: 'v1.integration.list',
    summary: 'List the integrations of an application',
    description: 'Without their keys, which are shown once.',
    tag,
    permission: 'read',
    query: IntegrationList,
    responses: { 200: pageOf(IntegrationOut) },
    run: async ({ context, params, query }) => reply(200, await listIntegrations(context, params.app_id, query)),
  }),
  operation({
    method: 'post',
    path: all,
    operationId: 'v1.integration.create',
    summary: 'Create an integration',
    description: 'Its key may do in the API what a portal token with every capability may, of this application alone, until it is rotated.',
    tag,
    permission: 'manageKeys',
    body: IntegrationIn,
    responses: { 201: IntegrationOut },
    run: async ({ context, params, body, tx }) => reply(201, await createIntegration(context, params.app_id, body, tx)),
  }),
  operation({
    method: 'get',
    path: one,
    operationId: 'v1.integration.get',
    summary: 'Get an integration',
    description: 'Without its key.',
    tag,
    permission: 'read',
    responses: { 200: IntegrationOut },
    run: async ({ context, params }) => reply(200, await getIntegration(context, pathOf(params))),
  }),
  operation({
    method: 'put',
    path: one,
    operationId: 'v1.integration.update',
    summary: 'Replace an integration',
    description: 'Its key stays.',
    tag,
    permission: 'manageKeys',
    body: IntegrationUpdate,
    responses: { 200: IntegrationOut },
    run: async ({ context, params, body, tx }) => reply(200, await updateIntegration(context, pathOf(params), body, tx)),
  }),
  operation({
    method: 'delete',
    path: one,
    operationId: 'v1.integration.delete',
    summary: 'Delete an integration',
    description: 'Its key is refused at once.',
    tag,
    permission: 'manageKeys',
    responses: { 204: null },
    run: async ({ context, params, tx }) => {
      await deleteIntegration(context, pathOf(params), tx)
      return reply(204, null)
    },
  }),
  operation({
    method: 'get',
    path: `${one}/key`,
    operationId: 'v1.integration.get-key',
    summary: 'Get the first key of an integration',
    description: 'Deprecated: rotate it instead. The first time it makes the key; later it answers 409, because only a hash is stored.',
    tag,
    permission: 'manageKeys',
    responses: { 200: IntegrationKeyOut },
    run: async ({ context, params }) => reply(200, await write(context, tx => firstIntegrationKey(context, pathOf(params), tx))),
  }),
  operation({
    method: 'post',
    path: `${one}/key/rotate`,
    operationId: 'v1.integration.rotate-key',
    summary: 'Make a new key of an integration',
    description: 'The former one is refused at once.',
    tag,
    permission: 'manageKeys',
    responses: { 200: IntegrationKeyOut },
    run: async ({ context, params, tx }) => reply(200, await rotateIntegrationKey(context, pathOf(params), tx)),
  }),
]
