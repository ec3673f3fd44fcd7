import type { Queryable } from '#server/db.ts'
import { findRollUpSpan, type RollUpSpan, rollUpSpan } from '#server/stats/sql.ts'
import { alone } from '#worker/tasks/alone.ts'

/** How long a minute is left alone at least; see `findRollUpSpan`. */
const settleSeconds = 120

/** Adds the minutes that are complete to their hours and days. */
export async function rollUp(signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await alone('roll up statistics', db => rollUpNext(db))));
}

/** One span, in the caller's transaction; false: there is none. */
export async function rollUpNext(db: Queryable, settle = settleSeconds): Promise<boolean> {
  const { rows } = await db.query<RollUpSpan>({ ...findRollUpSpan, values: [settle] })
  const { from, to } = rows[0]!
  if (from === null) return false
  await db.query({ ...rollUpSpan, values: [from, to] })
  return true
}
