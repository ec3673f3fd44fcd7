import type { Queryable } from '#server/db.ts'
import { repeat } from '#server/db.ts'
import { reasonCode, stateCode } from '#server/deliveries/state.ts'
import { type ExpiredSlice, expireWaiting, findOldTables, type WeekTable } from '#server/partitions/sql.ts'

/** Deliveries looked at per transaction. */
const sliceRows = 20_000

/** What is due to go, in order: of each week message, delivery, attempt, search_value, payload. */
export async function oldTables(db: Queryable, retentionDays: number): Promise<WeekTable[]> {
  return (await db.query<WeekTable>({ ...findOldTables, values: [retentionDays] })).rows
}

/** Ends the deliveries of a week that still wait; returns how many. Bounded transactions, each complete by itself. */
export async function expireWaitingOf(week: number, db: Queryable, signal: AbortSignal): Promise<number> {
  let expired = 0
  let last: Pick<ExpiredSlice, 'message_id' | 'endpoint_id'> = { message_id: null, endpoint_id: null }
  do {
    signal.throwIfAborted()
    const values = [week, last.message_id, last.endpoint_id, sliceRows, stateCode.failed, reasonCode('expired')]
    const { rows } = await repeat(() => db.query<ExpiredSlice>({ ...expireWaiting, values }))
    expired += rows[0]!.expired
    last = rows[0]!
  } while (last.message_id !== null)
  return expired
}

/** One part of a partitioned table. */
type Part = Pick<WeekTable, 'state'> & { parent: string; table: string }

export const partOf = ({ parent, week, state }: WeekTable): Part => ({ parent, table: `${parent}_${week}`, state })

/**
 * Takes a part out of its parent and drops it. Neither locks out readers and writers of the parent: the detach is concurrent
 * (so it can't be in a transaction), and what is dropped belongs to nobody any more. A detach that was broken off is brought to its end.
 * Outside a transaction, with a lock_timeout; a lock that is not to be had raises 55P03, and the next call goes on from there.
 */
export async function dropTable({ parent, table, state }: Part, db: Queryable): Promise<void> {
  if (state === 'attached') await db.query(`alter table ${parent} detach partition ${table} concurrently`)
  if (state === 'detaching') await db.query(`alter table ${parent} detach partition ${table} finalize`)
  await db.query(`drop table ${table}`)
}
