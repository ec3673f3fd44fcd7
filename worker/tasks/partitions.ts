import { pool } from '#server/db.ts'
import { log } from '#server/log.ts'
import { readWeeksAhead } from '#server/partitions/sql.ts'

/** Fewer than this, and somebody should see why none are made, while there is time. */
const enoughWeeks = 2

let ahead: number | null = null

/** For how many whole weeks to come there are partitions; null: not looked yet. */
export const weeksAhead = (): number | null => ahead

/** Apart from their creation, so that it is said also when that fails. */
export async function watchPartitions(): Promise<void> {
  const { rows } = await pool.query<{ weeks_ahead: number }>(readWeeksAhead)
  ahead = rows[0]!.weeks_ahead
  if (ahead < enoughWeeks) log.error({ weeks: ahead }, 'partitions are running out: when there are none left, messages are refused')
}
