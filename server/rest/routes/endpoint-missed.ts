import { getMissed } from '#server/endpoints/missed.ts'
import { EndpointMissedOut } from '#server/endpoints/missed-schema.ts'
import { operation, reply } from '#server/rest/operation.ts'

export const endpointMissedOperations = [
  operation({
    method: 'get',
    path: '/app/{app_id}/endpoint/{endpoint_id}/missed',
    operationId: 'v1.endpoint.get-missed',
    summary: 'Count what an endpoint missed while it was disabled',
    description: 'So that a replay can be offered when it is enabled again.',
    tag: 'Endpoint',
    permission: 'read',
    responses: { 200: EndpointMissedOut },
    run: async ({ context, params }) => reply(200, await getMissed(context, { application: params.app_id, endpoint: params.endpoint_id })),
  }),
]
