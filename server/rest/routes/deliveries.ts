import { cancelDelivery } from '#server/deliveries/cancel.ts'
import { listDeliveriesOf } from '#server/deliveries/queries.ts'
import { DeliveryList, DeliveryOut } from '#server/deliveries/schema.ts'
import { pageOf } from '#server/pagination.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Delivery'

export const deliveryOperations = [
  operation({
    method: 'get',
    path: '/delivery',
    operationId: 'v1.delivery.list',
    summary: 'List the deliveries of the environment',
    description: 'Newest first. `endpoint_id` is an id here.',
    tag,
    permission: 'read',
    query: DeliveryList,
    responses: { 200: pageOf(DeliveryOut) },
    run: async ({ context, query }) => reply(200, await listDeliveriesOf(context, null, query)),
  }),
  operation({
    method: 'get',
    path: '/app/{app_id}/delivery',
    operationId: 'v1.delivery.list-by-application',
    summary: 'List the deliveries of an application',
    description: 'Newest first.',
    tag,
    permission: 'read',
    query: DeliveryList,
    responses: { 200: pageOf(DeliveryOut) },
    run: async ({ context, params, query }) => reply(200, await listDeliveriesOf(context, params.app_id, query)),
  }),
  operation({
    method: 'post',
    path: '/app/{app_id}/msg/{msg_id}/endpoint/{endpoint_id}/cancel',
    operationId: 'v1.delivery.cancel',
    summary: 'Cancel a delivery that waits',
    description: 'It is not tried again; an attempt that is under way is not called back. One that has ended stays as it is.',
    tag,
    permission: 'resend',
    wakes: true,
    responses: { 200: DeliveryOut },
    run: async ({ context, params, tx }) => {
      const path = { application: params.app_id, message: params.msg_id, endpoint: params.endpoint_id }
      return reply(200, await cancelDelivery(context, path, tx))
    },
  }),
]
