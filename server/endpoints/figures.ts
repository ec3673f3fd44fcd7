import { byKey } from '#server/by-key.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { type AnswersRow, countWaiting, type DayRow, readAnswers, readDays, type WaitingRow } from '#server/endpoints/figures-sql.ts'
import { judgeAll } from '#server/endpoints/health.ts'
import { type EndpointPath, findEndpoints, loadEndpoint } from '#server/endpoints/queries.ts'
import type { EndpointFigures, EndpointPage, Waiting } from '#server/endpoints/summary-schema.ts'
import { formatId, timeOfId } from '#server/ids.ts'
import { bucketEndMs } from '#server/stats/histogram.ts'
import { readHours } from '#server/stats/hours.ts'

const pageRows = 20
/** Deliveries that are looked at for what waits: of one endpoint, and of each in a list. */
const maxExamined = { one: 2_000, listed: 200 }

type ListIn = { application: string; cursor?: string | null | undefined }

/** An application's endpoints, newest first, each with its state and numbers. @throws AppError not_found */
export async function listEndpointSummaries(context: Context, { application, cursor }: ListIn): Promise<EndpointPage> {
  const page = await findEndpoints(context, application, { limit: pageRows, iterator: cursor ?? undefined, order: 'descending' })
  const ids = page.data.map(({ id }) => id)
  const [judged, waitingOf, hoursOf] = await Promise.all([
    judgeAll(page.data),
    readWaiting(ids, maxExamined.listed),
    readHours('endpoint', ids),
  ])
  const rows = page.data.map(({ id, uid, url, description }) => {
    const { state, since } = judged.get(id)!
    return { id: formatId('endpoint', id), uid, url, description, state, since, waiting: waitingOf(id), hours: hoursOf(id) }
  })
  return { rows, cursor: page.done ? null : page.iterator }
}

/** @throws AppError not_found */
export async function getEndpointFigures(context: Context, path: EndpointPath): Promise<EndpointFigures> {
  const { id } = await loadEndpoint(context, path)
  const [waitingOf, hoursOf, days, answers] = await Promise.all([
    readWaiting([id], maxExamined.one),
    readHours('endpoint', [id]),
    pool.query<DayRow>({ ...readDays, values: [id] }),
    pool.query<AnswersRow>({ ...readAnswers, values: [id] }),
  ])
  const { p50_bucket, p95_bucket, last_success_at } = answers.rows[0]!
  return {
    waiting: waitingOf(id),
    hours: hoursOf(id),
    days: days.rows,
    answer: p50_bucket === null || p95_bucket === null ? null : { p50Ms: bucketEndMs(p50_bucket), p95Ms: bucketEndMs(p95_bucket) },
    lastSuccessAt: last_success_at,
  }
}

async function readWaiting(ids: readonly string[], examined: number): Promise<(id: string) => Waiting> {
  const { rows } = await byKey(db => db.query<WaitingRow>({ ...countWaiting, values: [ids, examined] }))
  const byId = new Map(rows.map(row => [row.endpoint_id, row]))
  return id => {
    const row = byId.get(id)!
    return {
      count: row.count,
      more: row.examined === examined,
      oldestAt: row.oldest_message_id === null ? null : timeOfId(row.oldest_message_id),
      nextAttemptAt: row.next_attempt_at,
    }
  }
}
