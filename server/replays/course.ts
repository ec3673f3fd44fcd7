import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { loadReplay } from '#server/replays/queries.ts'
import { readCourse } from '#server/replays/sql.ts'
import type { ReplayCourse, ReplayPoint } from '#server/replays/view-schema.ts'

/** Seconds. Counts are kept for each second of the first minute, and then for ten at a time. */
const steps = [1, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400]
const mostPoints = 60

/** The finest step that shows so many seconds in few enough points. */
export const stepFor = (seconds: number): number => steps.find(step => seconds / step <= mostPoints) ?? steps.at(-1)!

/**
 * What came of a replay's deliveries over time, by its own counts; no points before it has begun. `now` in ms.
 * @throws AppError not_found
 */
export async function getReplayCourse(context: Context, { replay }: { replay: string }, now: number): Promise<ReplayCourse> {
  const { id, startedAt, endedAt } = await loadReplay(context, { application: null, replay })
  const stepSeconds = stepFor(startedAt === null ? 0 : ((endedAt?.getTime() ?? now) - startedAt.getTime()) / 1_000)
  const { rows } = await pool.query<ReplayPoint>({ ...readCourse, values: [id, stepSeconds] })
  return { stepSeconds, points: rows }
}
