import type { Transaction } from '#server/db.ts'
import { reasonCode, stateCode } from '#server/deliveries/state.ts'
import { laneQueue } from '#server/queue.ts'
import { type AdmittedRow, findAdmitted, takeBackDeliveries } from '#server/replays/admit-sql.ts'

/** Takes back what a replay has admitted and no worker has claimed yet; the caller holds the replay. Returns how many. */
export async function takeBack(db: Transaction, replayId: string): Promise<number> {
  const { rows: admitted } = await db.query<AdmittedRow>({ ...findAdmitted, values: [replayId] })
  if (admitted.length === 0) return 0
  const lanes = new Set(admitted.map(row => laneQueue(row.endpoint_id)))
  const { rows } = await db.query<{ taken: number }>({
    ...takeBackDeliveries,
    values: [
      replayId,
      admitted.map(row => row.message_id),
      admitted.map(row => row.endpoint_id),
      admitted.map(row => row.job_id),
      // A lane that has closed gives its jobs back to the first two.
      ['deliver', 'retry', 'replay', ...lanes],
      stateCode.canceled,
      reasonCode('by_user'),
    ],
  })
  return rows[0]!.taken
}
