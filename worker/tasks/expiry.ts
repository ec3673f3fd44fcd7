import { config } from '#server/config.ts'
import { pool } from '#server/db.ts'
import { forgetFindings } from '#server/deliveries/reconcile-sql.ts'
import {
  findKeyPages,
  forgetAnswers,
  forgetAuditEntries,
  forgetBackgroundTasks,
  forgetKeys,
  forgetLinks,
  forgetPortalSessions,
  forgetSignInFailures,
  type KeyPages,
} from '#server/expiry/sql.ts'
import { forgetDays, forgetHours, forgetHoursOfEnvironments, forgetMinutes } from '#server/stats/sql.ts'
import { alone } from '#worker/tasks/alone.ts'

/** Rows deleted, and pages of keys read (8 MB), per transaction. */
const batchRows = 10_000
const batchPages = 1_000

const expired = [
  forgetAnswers,
  forgetAuditEntries,
  forgetBackgroundTasks,
  forgetLinks,
  forgetPortalSessions,
  forgetSignInFailures,
  forgetMinutes,
  forgetHours,
  forgetHoursOfEnvironments,
  forgetDays,
  forgetFindings,
]

/** Deletes what has expired and is found by an index, or is little. */
export async function forgetExpired(signal: AbortSignal): Promise<void> {
  for (const statement of expired)
    while (!signal.aborted) {
      const deleted = await alone(statement.name, db => db.query({ ...statement, values: [batchRows] }))
      if ((deleted?.rowCount ?? 0) < batchRows) break
    }
}

/** Deletes the expired keys among those whose turn it is; see `findKeyPages`. */
export async function forgetExpiredKeys(signal: AbortSignal, turn: number | null = null): Promise<void> {
  const { rows } = await pool.query<KeyPages>({ ...findKeyPages, values: [turn] })
  for (const { leaf, first, last } of rows)
    for (let page = Number(first); page < Number(last) && !signal.aborted; page += batchPages) {
      const values = [page, Math.min(page + batchPages, Number(last)), config.retentionDays]
      await alone('forget keys', db => db.query({ ...forgetKeys(leaf), values }))
    }
}
