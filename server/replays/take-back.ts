import type { Transaction } from '#server/db.ts'
import { reasonCode, stateCode } from '#server/deliveries/state.ts'
import { takeBackDeliveries } from '#server/replays/admit-sql.ts'

/** Takes back what a replay has admitted and no worker has claimed yet; the caller holds the replay. Returns how many. */
export async function takeBack(db: Transaction, replayId: string): Promise<number> {
  const values = [replayId, stateCode.canceled, reasonCode('by_user')]
  const { rows } = await db.query<{ taken: number }>({ ...takeBackDeliveries, values })
  return rows[0]!.taken
}
