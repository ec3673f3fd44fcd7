import { errorClassName } from '#server/attempts/error-class.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import type { EndpointHealth, HealthState } from '#server/endpoints/health-schema.ts'
import { type IncidentRow, type PulseRow, readIncident, readPulses } from '#server/endpoints/health-sql.ts'
import { type EndpointPath, loadEndpoint, toEndpointOut } from '#server/endpoints/queries.ts'
import type { EndpointOut } from '#server/endpoints/schema.ts'
import type { Endpoint } from '#server/generated/prisma/client.ts'
import { bucketEndUs } from '#server/stats/histogram.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Too few attempts say nothing about a share or a percentile. */
const minRecent = 20
const minNorm = 100
const refusedShare = 0.01
const slowFactor = 3

type Judged = { state: HealthState; since: Date /** Of the failing that it is in, or has just got over. */; failedFrom: Date | null }

/** An endpoint with its health. @throws AppError not_found */
export async function getEndpointWithHealth(context: Context, path: EndpointPath): Promise<EndpointOut & { health: EndpointHealth }> {
  const row = await loadEndpoint(context, path)
  return { ...toEndpointOut(row), health: await readHealth(row) }
}

export async function readHealth(row: Endpoint): Promise<EndpointHealth> {
  const { state, since, failedFrom } = (await judgeAll([row])).get(row.id)!
  const incident = failedFrom === null ? none : await incidentOf(row.id, failedFrom)
  return { state, since: since.toISOString(), ...incident }
}

/** By the endpoints' ids. */
export async function judgeAll(endpoints: readonly Endpoint[]): Promise<Map<string, Judged>> {
  const { rows } = await pool.query<PulseRow & { endpoint_id: string }>({ ...readPulses, values: [endpoints.map(({ id }) => id)] })
  const pulses = new Map(rows.map(row => [row.endpoint_id, row]))
  return new Map(endpoints.map(row => [row.id, judgeHealth(row, pulses.get(row.id)!)]))
}

/** What people decided goes first. */
export function judgeHealth(row: Endpoint, pulse: PulseRow): Judged {
  const failedFrom = pulse.failing ? row.failingSince : null
  if (row.disabled) return { state: 'disabled', since: row.disabledAt ?? row.updatedAt, failedFrom }
  if (row.pausedAt) return { state: 'paused', since: row.pausedAt, failedFrom }
  if (failedFrom) return { state: 'failing', since: failedFrom, failedFrom }
  if (row.firstSuccessAt === null) return { state: 'set-up', since: row.createdAt, failedFrom: null }
  const slowingSince = slowingFrom(pulse)
  if (slowingSince) return { state: 'slowing', since: slowingSince, failedFrom: null }
  if (row.recoveredAt === null) return { state: 'healthy', since: row.firstSuccessAt, failedFrom: null }
  const healthyFrom = new Date(row.recoveredAt.getTime() + dayMs)
  if (pulse.now < healthyFrom) return { state: 'recovered', since: row.recoveredAt, failedFrom: row.failedFrom }
  return { state: 'healthy', since: healthyFrom, failedFrom: null }
}

/** Null when it is not slowing. */
function slowingFrom(pulse: PulseRow): Date | null {
  if (pulse.recent_count < minRecent) return null
  if (pulse.refused_count > pulse.recent_count * refusedShare) return pulse.refused_since
  if (pulse.p95_us === null || pulse.norm_bucket === null || pulse.norm_count < minNorm) return null
  return pulse.p95_us > slowFactor * bucketEndUs(pulse.norm_bucket) ? pulse.recent_since : null
}

const none = { firstFailure: null, lastSuccess: null }

async function incidentOf(endpointId: string, failedFrom: Date): Promise<Pick<EndpointHealth, 'firstFailure' | 'lastSuccess'>> {
  const { rows } = await pool.query<IncidentRow>({ ...readIncident, values: [endpointId, failedFrom] })
  const failure = rows.find(row => row.error > 0)
  const success = rows.find(row => row.error === 0)
  return {
    firstFailure: failure
      ? {
          timestamp: failure.started_at.toISOString(),
          error: errorClassName(failure.error),
          responseStatusCode: failure.status ?? 0,
        }
      : null,
    lastSuccess: success
      ? {
          timestamp: success.started_at.toISOString(),
          responseStatusCode: success.status ?? 0,
          responseHeaders: JSON.parse(success.response_headers ?? '[]'),
          address: success.remote_address,
        }
      : null,
  }
}
