import { nameActorOf } from '#server/actor-sql.ts'
import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { transaction } from '#server/db.ts'
import { insertResend } from '#server/deliveries/resend-sql.ts'
import { loadEndpoint } from '#server/endpoints/queries.ts'
import { AppError, notFound } from '#server/errors.ts'
import { parseId } from '#server/ids.ts'
import { announce } from '#server/notify.ts'

/** Ids or uids (eventId for the message). */
export type ResendPath = { application: string; message: string; endpoint: string }

/**
 * One attempt more, at once, whatever the delivery's state. Its failure leaves the schedule alone; its success ends it.
 * @throws AppError not_found, missing_payload once the payload has expired
 */
export async function resendDelivery(context: Context, path: ResendPath): Promise<void> {
  const application = await loadApplication(context, path.application)
  const endpoint = await loadEndpoint(context, path)
  const messageId = parseId('message', path.message)
  const { rows } = await transaction(async db => {
    await nameActorOf(context.actor, db)
    return db.query<{ has_payload: boolean }>({
      ...insertResend,
      values: [application.id, endpoint.id, messageId, messageId === null ? path.message : null],
    })
  })
  if (!rows[0]) throw notFound()
  if (!rows[0].has_payload) throw new AppError('missing_payload', 'The payload of this message has expired, so it cannot be sent again.')
  announce('posthorn_deliver')
}
