import { config } from '#server/config.ts'
import type { Queryable } from '#server/db.ts'
import { log } from '#server/log.ts'
import { dropTable, expireWaitingOf, oldTables, partOf } from '#server/partitions/drop.ts'
import { type DayTable, findOldDays } from '#server/request-log/sql.ts'
import { aloneConnected } from '#worker/tasks/alone.ts'

/**
 * Drops the weeks that are over: messages, deliveries, attempts and what messages are searched by after the retention, payloads when they
 * have expired. May be killed anywhere: what is left to do is read from the tables that are still there.
 */
export const dropOldWeeks = (signal: AbortSignal): Promise<void> =>
  aloneConnected('drop old weeks', db => dropOldTables(db, config.retentionDays, signal))

/**
 * Message, delivery, attempt, in this order: whoever makes a delivery or a resend looks for its message first, and whoever records an
 * attempt locks its delivery first, so that nobody finds the table missing that he is about to write to.
 */
export async function dropOldTables(db: Queryable, retentionDays: number, signal: AbortSignal): Promise<void> {
  for (const table of await oldTables(db, retentionDays)) {
    signal.throwIfAborted()
    const { parent, week, state } = table
    // Once before the messages go, while what waits is whole; once after, when nothing can be made to wait any more.
    const expired = parent === 'message' || parent === 'delivery' ? await expireWaitingOf(week, db, signal) : 0
    await dropTable(partOf(table), db)
    log.info({ parent, week, state, expired }, 'the table of a past week was dropped')
  }
}

/** The request log's days that are over. Nothing else knows of its rows. */
export const dropOldDays = (signal: AbortSignal): Promise<void> =>
  aloneConnected('drop old days', async db => {
    const { rows } = await db.query<DayTable>(findOldDays)
    for (const { day, state } of rows) {
      signal.throwIfAborted()
      await dropTable({ parent: 'request_log', table: `request_log_${day}`, state }, db)
      log.info({ day, state }, 'a past day of the request log was dropped')
    }
  })
