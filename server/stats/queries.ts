import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { type EndpointPath, loadEndpoint } from '#server/endpoints/queries.ts'
import { AppError } from '#server/errors.ts'
import { idFloor, lastId } from '#server/ids.ts'
import { countAttempts, countDeliveries } from '#server/stats/endpoint-sql.ts'
import type { EndpointAttemptStats, EndpointStats, StatsWindow } from '#server/stats/schema.ts'

const day = 24 * 60 * 60 * 1000
const maxWindowMs = 28 * day
/** The caller's clock need not be ours. */
const toleranceMs = 5 * 60 * 1000

/** Between which ids the window's rows are: from, to before. @throws AppError invalid_range */
function idsWithin({ since, until }: StatsWindow, now: number): [from: string, before: string] {
  const end = until?.getTime() ?? now
  const begin = since?.getTime() ?? end - maxWindowMs
  if (begin > end) throw new AppError('invalid_range', 'The window ends before it begins.')
  if (end - begin > maxWindowMs + toleranceMs) throw new AppError('invalid_range', 'The window may be at most 28 days long.')
  return [idFloor(new Date(begin)), until ? idFloor(until) : lastId]
}

/** Deliveries of messages that were posted within the window, by state. @throws AppError not_found, invalid_range */
export async function getEndpointStats(context: Context, path: EndpointPath, window: StatsWindow): Promise<EndpointStats> {
  const ids = idsWithin(window, Date.now())
  const { id } = await loadEndpoint(context, path)
  const { rows } = await pool.query<EndpointStats>({ ...countDeliveries, values: [id, ...ids] })
  return rows[0]!
}

/** Attempts within the window. @throws AppError not_found, invalid_range */
export async function getEndpointAttemptStats(context: Context, path: EndpointPath, window: StatsWindow): Promise<EndpointAttemptStats> {
  const ids = idsWithin(window, Date.now())
  const { id } = await loadEndpoint(context, path)
  const { rows } = await pool.query<EndpointAttemptStats>({ ...countAttempts, values: [id, ...ids] })
  return rows[0]!
}
