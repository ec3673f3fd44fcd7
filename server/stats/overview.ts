import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { stateCode } from '#server/deliveries/state.ts'
import { judgeAll } from '#server/endpoints/health.ts'
import { formatId, timeOfId } from '#server/ids.ts'
import { readActivity } from '#server/stats/activity-sql.ts'
import { bucketEndMs, percentileMs } from '#server/stats/histogram.ts'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'
import type { Activity, OutcomeSums, Overview, WaitingDelivery, WorstEndpoint } from '#server/stats/overview-schema.ts'
import {
  countEndpoints,
  type EndpointSource,
  maxEndpoints,
  maxJobs,
  type OutcomeSource,
  readOutcomes,
  readRecentRate,
  readWaiting,
  readWorstEndpoints,
  type WaitingRow,
  type WorstRow,
} from '#server/stats/overview-sql.ts'
import type { OutcomeRow } from '#server/stats/steps-sql.ts'

/** Which statistics a range is read from, in how many steps of how many seconds. */
const views: Record<OverviewRange, { outcomes: OutcomeSource; endpoints: EndpointSource; stepSeconds: number; steps: number }> = {
  '1h': { outcomes: 'minute', endpoints: 'minute', stepSeconds: 60, steps: 60 },
  '24h': { outcomes: 'hour', endpoints: 'hour', stepSeconds: 3_600, steps: 24 },
  '7d': { outcomes: 'hour', endpoints: 'hour', stepSeconds: 21_600, steps: 28 },
  '30d': { outcomes: 'hour', endpoints: 'day', stepSeconds: 86_400, steps: 30 },
}

const worstCount = 6

/** What came of an application's attempts, over time. @throws AppError not_found */
export async function getActivity(
  context: Context,
  { application, range }: { application: string; range: OverviewRange },
): Promise<Activity> {
  const { id } = await loadApplication(context, application)
  const { outcomes, stepSeconds, steps } = views[range]
  const { rows } = await pool.query<OutcomeRow>({ ...readActivity(outcomes), values: [id, stepSeconds, steps] })
  return { stepSeconds, ...sumUp(rows, stepSeconds, steps) }
}

/** How an environment does. Attempts and messages are never scanned: read are statistics, endpoints, and the ends of the queues. */
export async function getOverview(context: Context, { range }: { range: OverviewRange }): Promise<Overview> {
  const { outcomes: outcomeSource, endpoints: endpointSource, stepSeconds, steps } = views[range]
  const inRange = [context.environmentId, stepSeconds, steps]
  const [outcomes, rate, worst, waiting, endpoints] = await Promise.all([
    pool.query<OutcomeRow>({ ...readOutcomes(outcomeSource), values: inRange }),
    pool.query<{ per_minute: number }>({ ...readRecentRate, values: [context.environmentId] }),
    pool.query<WorstRow>({ ...readWorstEndpoints(endpointSource), values: [...inRange, worstCount] }),
    pool.query<WaitingRow>({ ...readWaiting, values: inRange }),
    pool.query<{ count: number; failing: number }>({ ...countEndpoints, values: [context.environmentId] }),
  ])
  const { points, total } = sumUp(outcomes.rows, stepSeconds, steps)
  const waitingSince = waiting.rows.reduce((sum, row) => sum + row.count_since, 0)
  const { count, failing } = endpoints.rows[0]!
  return {
    stepSeconds,
    points,
    total,
    notDelivered: total.failed + waitingSince,
    perMinute: {
      now: rate.rows[0]!.per_minute,
      mean: total.delivered / elapsedMinutes(outcomes.rows[0]!),
      peak: Math.max(...points.map(point => point.delivered)) / (stepSeconds / 60),
    },
    waiting: {
      count: waiting.rows.reduce((sum, row) => sum + row.count, 0),
      more: (waiting.rows[0]?.looked_at ?? 0) >= maxJobs,
      oldest: oldestOf(waiting.rows),
    },
    endpoints: { failing, count: Math.min(count, maxEndpoints), more: count > maxEndpoints },
    worst: await describeWorst(worst.rows, waiting.rows),
  }
}

const elapsedMinutes = ({ now, since }: OutcomeRow): number => Math.max(1, (now.getTime() - since.getTime()) / 60_000)

type Cell = { sums: Map<number, number>; latencies: Map<number, number> }

const emptyCell = (): Cell => ({ sums: new Map(), latencies: new Map() })

function add({ sums, latencies }: Cell, { outcome, bucket, count }: OutcomeRow): void {
  sums.set(outcome, (sums.get(outcome) ?? 0) + count)
  if (outcome === stateCode.delivered) latencies.set(bucket, (latencies.get(bucket) ?? 0) + count)
}

function toSums({ sums, latencies }: Cell): OutcomeSums {
  const of = (outcome: number) => sums.get(outcome) ?? 0
  return {
    delivered: of(stateCode.delivered),
    retrying: of(stateCode.retrying),
    failed: of(stateCode.failed),
    skipped: of(stateCode.skipped) + of(stateCode.canceled),
    p50Ms: percentileMs(latencies, 0.5),
    p95Ms: percentileMs(latencies, 0.95),
  }
}

function sumUp(rows: OutcomeRow[], stepSeconds: number, steps: number): Pick<Activity, 'points' | 'total'> {
  const since = rows[0]!.since.getTime()
  const cells = Array.from({ length: steps }, emptyCell)
  const whole = emptyCell()
  for (const row of rows) {
    const cell = row.at && cells[Math.round((row.at.getTime() - since) / (stepSeconds * 1_000))]
    if (!cell) continue
    add(cell, row)
    add(whole, row)
  }
  return {
    points: cells.map((cell, index) => ({ at: new Date(since + index * stepSeconds * 1_000), ...toSums(cell) })),
    total: toSums(whole),
  }
}

function oldestOf(rows: WaitingRow[]): WaitingDelivery | null {
  const [first] = rows.toSorted((a, b) => (a.oldest_message_id < b.oldest_message_id ? -1 : 1))
  if (!first) return null
  return {
    message: formatId('message', first.oldest_message_id),
    endpoint: { id: formatId('endpoint', first.endpoint_id), url: first.url, paused: first.paused },
    application: { id: formatId('application', first.application_id), name: first.application_name },
    acceptedAt: timeOfId(first.oldest_message_id),
    nextAttemptAt: first.oldest_next_at,
  }
}

/** With their names and health; those that were deleted meanwhile are left out. */
async function describeWorst(rows: WorstRow[], waiting: WaitingRow[]): Promise<WorstEndpoint[]> {
  const endpoints = await prisma.endpoint.findMany({
    where: { id: { in: rows.map(row => row.endpoint_id) }, deletedAt: null },
    include: { application: { select: { name: true } } },
  })
  const judged = await judgeAll(endpoints)
  return rows.flatMap(row => {
    const endpoint = endpoints.find(({ id }) => id === row.endpoint_id)
    const health = judged.get(row.endpoint_id)
    if (!endpoint || !health) return []
    return {
      id: formatId('endpoint', endpoint.id),
      url: endpoint.url,
      application: { id: formatId('application', endpoint.applicationId), name: endpoint.application.name },
      health: health.state,
      since: health.since,
      delivered: row.delivered,
      waiting: waiting.find(each => each.endpoint_id === row.endpoint_id)?.count_since ?? 0,
      failed: row.failed,
      p95Ms: row.p95_bucket === null ? null : bucketEndMs(row.p95_bucket),
    }
  })
}
