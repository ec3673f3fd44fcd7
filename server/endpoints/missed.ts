import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { countMissed } from '#server/endpoints/failing-sql.ts'
import type { EndpointMissedOut } from '#server/endpoints/missed-schema.ts'
import { type EndpointPath, loadEndpoint } from '#server/endpoints/queries.ts'

const maxCounted = 10_000

/** What an endpoint missed while it was disabled, now or the last time, and was not sent since. @throws AppError not_found */
export async function getMissed(context: Context, path: EndpointPath): Promise<EndpointMissedOut> {
  const row = await loadEndpoint(context, path)
  const [since, until] = row.disabled ? [row.disabledAt, null] : [row.missedFrom, row.missedUntil]
  if (since === null) return { since: null, until: null, reason: null, count: 0, exact: true }
  const { rows } = await pool.query<{ count: number; examined: number }>({
    ...countMissed,
    values: [row.id, since, until],
  })
  const { count, examined } = rows[0]!
  return {
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
    reason: row.disabledReason,
    count,
    exact: examined < maxCounted,
  }
}
