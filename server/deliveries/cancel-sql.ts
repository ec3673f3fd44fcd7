import { reasonCode, stateCode } from '#server/deliveries/state.ts'
import type { Tx } from '#server/writes.ts'

export type LockedDelivery = { state: number; job_id: string | null }

/** Null when there is none. Whoever needs both locks the delivery first, then its job. */
export async function lockDelivery(messageId: string, endpointId: string, tx: Tx): Promise<LockedDelivery | null> {
  const rows = await tx.$queryRaw<LockedDelivery[]>`
    select state, job_id from delivery where message_id = ${messageId}::uuid and endpoint_id = ${endpointId}::uuid for no key update`
  return rows[0] ?? null
}

/** Of a delivery that is locked and waits. A request that is under way is not called back; its attempt is kept and decides nothing. */
export async function cancelLocked(messageId: string, endpointId: string, jobId: string | null, tx: Tx): Promise<void> {
  await tx.$executeRaw`
    with job as (
      delete from pgboss.job where id = ${jobId}::uuid and name in ('deliver', 'retry', 'replay', ${`lane/${endpointId}`}))
    update delivery set state = ${stateCode.canceled}, reason = ${reasonCode('by_user')}, job_id = null, next_attempt_at = null
    where message_id = ${messageId}::uuid and endpoint_id = ${endpointId}::uuid`
}
