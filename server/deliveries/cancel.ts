import { recordAct } from '#server/audit/record-sql.ts'
import type { Context } from '#server/context.ts'
import { cancelLocked, lockDelivery } from '#server/deliveries/cancel-sql.ts'
import { findDelivery } from '#server/deliveries/queries.ts'
import type { ResendPath } from '#server/deliveries/resend.ts'
import type { DeliveryOut } from '#server/deliveries/schema.ts'
import { stateName } from '#server/deliveries/state.ts'
import { loadEndpoint } from '#server/endpoints/queries.ts'
import { notFound } from '#server/errors.ts'
import { loadMessage } from '#server/messages/queries.ts'
import type { Tx } from '#server/writes.ts'

/** Ends a delivery that waits: it is not tried again. One that has ended stays as it is, and its state tells. @throws AppError not_found */
export async function cancelDelivery(context: Context, path: ResendPath, tx: Tx): Promise<DeliveryOut> {
  const message = await loadMessage(context, path)
  const endpoint = await loadEndpoint(context, path, tx)
  const locked = await lockDelivery(message.id, endpoint.id, tx)
  if (!locked) throw notFound()
  const state = stateName(locked.state)
  if (state === 'pending' || state === 'retrying') {
    await cancelLocked(message.id, endpoint.id, locked.job_id, tx)
    const target = { kind: 'message', id: message.id, name: message.eventType } as const
    await recordAct(context, { action: 'delivery.cancel', target, after: { endpoint_id: endpoint.id } }, tx)
  }
  return findDelivery(message.id, endpoint.id, tx)
}
