import { nameActorOf } from '#server/actor-sql.ts'
import { type Context, reachOf } from '#server/context.ts'
import { transaction } from '#server/db.ts'
import { cancelWaiting, insertResends } from '#server/deliveries/bulk-sql.ts'
import { parseKeys } from '#server/deliveries/undelivered.ts'
import { announce } from '#server/notify.ts'

type Chosen = { deliveries: string[] }

/** How many of those chosen were acted on; the others could not be. */
type BulkOutcome = { count: number }

/** One attempt more of each, at once. Left out are expired payloads and endpoints that are disabled or deleted. */
export const resendDeliveries = (context: Context, chosen: Chosen): Promise<BulkOutcome> => act(insertResends, context, chosen)

/** Ends those that wait: they are not tried again. What has ended meanwhile stays as it is. */
export const cancelDeliveries = (context: Context, chosen: Chosen): Promise<BulkOutcome> => act(cancelWaiting, context, chosen)

async function act(statement: typeof insertResends, context: Context, { deliveries }: Chosen): Promise<BulkOutcome> {
  const { messages, endpoints } = parseKeys(deliveries)
  const { rowCount } = await transaction(async db => {
    await nameActorOf(context.actor, db)
    return db.query({ ...statement, values: [...reachOf(context), messages, endpoints] })
  })
  announce('posthorn_deliver')
  announce('posthorn_live')
  return { count: rowCount ?? 0 }
}
