import type { MerchantActor } from '#server/context.ts'
import { demandMerchantAccess } from '#server/portal/access.ts'
import type { Capability } from '#server/portal/schema.ts'

/**
 * What a portal token or an integration's key may call, of its own application, and the capability that it needs. What is not here is not for merchants: a new
 * operation is refused until somebody decides.
 */
export const portalAccess: Readonly<Record<string, Capability>> = {
  'v1.application.get': 'ViewBase',
  'v1.application.patch': 'ManageEndpoint',
  'v1.endpoint.list': 'ViewBase',
  'v1.endpoint.create': 'ManageEndpoint',
  'v1.endpoint.get': 'ViewBase',
  'v1.endpoint.update': 'ManageEndpoint',
  'v1.endpoint.patch': 'ManageEndpoint',
  'v1.endpoint.delete': 'ManageEndpoint',
  'v1.endpoint.get-secret': 'ViewEndpointSecret',
  'v1.endpoint.rotate-secret': 'ManageEndpointSecret',
  'v1.endpoint.get-headers': 'ViewBase',
  'v1.endpoint.update-headers': 'ManageEndpoint',
  'v1.endpoint.patch-headers': 'ManageEndpoint',
  'v1.endpoint.get-missed': 'ViewBase',
  'v1.endpoint.get-stats': 'ViewBase',
  'v1.endpoint.get-attempt-stats': 'ViewBase',
  'v1.endpoint.send-example': 'CreateAttempts',
  'v1.endpoint.transformation-get': 'ManageTransformations',
  'v1.endpoint.patch-transformation': 'ManageTransformations',
  'v1.endpoint.pause': 'ManageEndpoint',
  'v1.endpoint.resume': 'ManageEndpoint',
  'v1.endpoint.recover': 'CreateAttempts',
  'v1.endpoint.replay-missing': 'CreateAttempts',
  'v1.endpoint.bulk-replay': 'CreateAttempts',
  'v1.replay.preview': 'CreateAttempts',
  'v1.replay.create': 'CreateAttempts',
  'v1.replay.cancel': 'CreateAttempts',
  'v1.replay.list': 'ViewBase',
  'v1.replay.get': 'ViewBase',
  'v1.event-type.list': 'ViewBase',
  'v1.event-type.get': 'ViewBase',
  'v1.catalog.types': 'ViewBase',
  'v1.catalog.schema': 'ViewBase',
  'v1.message.list': 'ViewBase',
  'v1.message.get': 'ViewBase',
  'v1.message-attempt.list-by-endpoint': 'ViewBase',
  'v1.message-attempt.list-by-msg': 'ViewBase',
  'v1.message-attempt.get': 'ViewBase',
  'v1.message-attempt.list-attempted-messages': 'ViewBase',
  'v1.message-attempt.list-attempted-destinations': 'ViewBase',
  'v1.message-attempt.resend': 'CreateAttempts',
  'v1.message-attempt.get-headers': 'ViewBase',
  'v1.delivery.list-by-application': 'ViewBase',
  'v1.delivery.cancel': 'CreateAttempts',
  'v1.background-task.list': 'ViewBase',
  'v1.background-task.get': 'ViewBase',
}

/** Every token may end itself, and one for a single use be exchanged. */
const forEvery = new Set(['v1.authentication.logout', 'v1.authentication.exchange-one-time-token'])

/** @throws AppError insufficient_access */
export function demandPortalAccess(actor: MerchantActor, operationId: string): void {
  if (!forEvery.has(operationId)) demandMerchantAccess(actor, portalAccess[operationId])
}
