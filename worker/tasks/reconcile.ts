import type { Queryable } from '#server/db.ts'
import { noteFinding, type Reconciled, reconcileDeliveries } from '#server/deliveries/reconcile-sql.ts'
import { log } from '#server/log.ts'

const nil = '00000000-0000-0000-0000-000000000000'
const sliceRows = 20_000

/** Where this process's walk over the deliveries is; it begins again when it has seen the last. */
let position = { messageId: nil, endpointId: nil }
let found = 0

/** Deliveries that broke the invariant since this process started: must stay 0. */
export const faultCount = (): number => found

export async function reconcile(db: Queryable): Promise<void> {
  const { rows } = await db.query<Reconciled>({ ...reconcileDeliveries, values: [position.messageId, position.endpointId, sliceRows] })
  const { without_job, with_needless_job, message_id, endpoint_id } = rows[0]!
  position = message_id && endpoint_id ? { messageId: message_id, endpointId: endpoint_id } : { messageId: nil, endpointId: nil }
  if (without_job + with_needless_job === 0) return
  found += without_job + with_needless_job
  await db.query({ ...noteFinding, values: [without_job, with_needless_job] })
  log.error({ without_job, with_needless_job }, 'deliveries and their jobs disagreed; they were repaired')
}
