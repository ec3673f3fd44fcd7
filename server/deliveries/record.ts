import { type ErrorClass, errorClassCode } from '#server/attempts/error-class.ts'
import { createBatcher, type Pending } from '#server/batch.ts'
import { hotPool, repeat } from '#server/db.ts'
import { outcomeColumns, recordOutcomes } from '#server/deliveries/record-sql.ts'
import { type DeliveryReason, type DeliveryState, reasonCode, stateCode, type Trigger, triggers } from '#server/deliveries/state.ts'
import { AppError } from '#server/errors.ts'
import { announce } from '#server/notify.ts'
import { fenceOf } from '#server/queue.ts'
import { bucketOf } from '#server/stats/histogram.ts'

/** One HTTP request as it went and what came back. Times in µs; null: the phase did not happen. */
export type AttemptRecord = {
  revision: number
  startedAt: Date
  /** JSON of name-value pairs, sensitive values masked. */
  requestHeaders: string
  status: number | null
  error: ErrorClass | null
  errorDetail: string | null
  /** JSON of name-value pairs. */
  responseHeaders: string | null
  /** As `storedBody` makes it. */
  responseBody: string
  responseBase64: boolean
  responseBytes: number
  remoteAddress: string | null
  dnsUs: number | null
  connectUs: number | null
  tlsUs: number | null
  firstByteUs: number | null
  bodyUs: number | null
  totalUs: number
}

/** What became of a claimed job: the delivery's next state, and the attempt if a request was made. */
export type Outcome = {
  jobId: string
  /** The job's retry_count when it was claimed: the fence. */
  claim: number
  queue: string
  messageId: string
  endpointId: string
  trigger: Trigger
  state: DeliveryState
  reason: DeliveryReason | null
  /** Seconds until the next scheduled attempt; null: there is none. */
  delaySeconds: number | null
  /** Scheduled attempts made, this one included. */
  step: number
  disableEndpoint: string | null
  attempt: AttemptRecord | null
}

export type Recorded = 'recorded' | 'superseded'
type Waiting = Pending<Outcome, Recorded>

/** Collects the outcomes of one worker and writes those of the same moment together; resolves after the commit. */
export function createRecorder(workerId: number): (outcome: Outcome) => Promise<Recorded> {
  return createBatcher<Outcome, Recorded>({
    maxItems: 200,
    maxWeight: 4 * 1024 * 1024,
    weigh: outcome => 1_000 + (outcome.attempt?.responseBody.length ?? 0),
    keysOf: outcome => [`${outcome.messageId} ${outcome.endpointId}`],
    parallel: 2,
    parallelFrom: 50,
    spacingMs: 8,
    maxWaiting: 50_000,
    maxWaitingWeight: 256 * 1024 * 1024,
    overflow: () => new AppError('unavailable', 'Too many outcomes are waiting to be recorded.'),
    run: batch => record(batch, workerId),
  })
}

async function record(batch: Waiting[], workerId: number): Promise<void> {
  // Sorted, so that concurrent batches lock in the same order.
  batch.sort((a, b) => compare(a.item.messageId, b.item.messageId) || compare(a.item.endpointId, b.item.endpointId))
  const values = parameters(
    batch.map(waiting => waiting.item),
    workerId,
  )
  const { rows } = await repeat(() =>
    hotPool.query<{ message_id: string; endpoint_id: string; superseded: boolean }>({ ...recordOutcomes, values }),
  )
  announce('posthorn_live')
  const superseded = new Set(rows.filter(row => row.superseded).map(row => `${row.message_id} ${row.endpoint_id}`))
  // A delivery that is not there any more (its week was dropped meanwhile) counts as superseded, too.
  const there = new Set(rows.map(row => `${row.message_id} ${row.endpoint_id}`))
  for (const { item, resolve } of batch) {
    const key = `${item.messageId} ${item.endpointId}`
    resolve(superseded.has(key) || !there.has(key) ? 'superseded' : 'recorded')
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Column = keyof typeof outcomeColumns

/** How each column is read from an outcome. */
const columnOf: Record<Column, (outcome: Outcome) => unknown> = {
  job_id: o => o.jobId,
  claim: o => o.claim,
  message_id: o => o.messageId,
  endpoint_id: o => o.endpointId,
  trigger: o => triggers[o.trigger],
  attempted: o => o.attempt !== null,
  state: o => stateCode[o.state],
  reason: o => reasonCode(o.reason),
  delay_seconds: o => o.delaySeconds,
  step: o => o.step,
  revision: o => o.attempt?.revision,
  started_at: o => o.attempt?.startedAt,
  request_headers: o => o.attempt?.requestHeaders,
  status: o => o.attempt?.status,
  error: o => o.attempt && errorClassCode(o.attempt.error),
  error_detail: o => o.attempt?.errorDetail,
  response_headers: o => o.attempt?.responseHeaders,
  response_body: o => o.attempt?.responseBody,
  response_base64: o => o.attempt?.responseBase64,
  response_bytes: o => o.attempt?.responseBytes,
  remote_address: o => o.attempt?.remoteAddress,
  dns_us: o => o.attempt?.dnsUs,
  connect_us: o => o.attempt?.connectUs,
  tls_us: o => o.attempt?.tlsUs,
  first_byte_us: o => o.attempt?.firstByteUs,
  body_us: o => o.attempt?.bodyUs,
  total_us: o => o.attempt?.totalUs,
}

function parameters(outcomes: Outcome[], workerId: number): unknown[] {
  const columns = (Object.keys(outcomeColumns) as Column[]).map(name => outcomes.map(outcome => columnOf[name](outcome) ?? null))
  const stats = statistics(outcomes)
  const health = endpointHealth(outcomes)
  return [
    ...columns,
    [...new Set(outcomes.map(outcome => outcome.queue))],
    outcomes.map(outcome => fenceOf(outcome.jobId, outcome.claim)),
    workerId,
    stats.map(s => s.endpointId),
    stats.map(s => s.outcome),
    stats.map(s => s.bucket),
    stats.map(s => s.count),
    stats.map(s => s.totalUs),
    health.map(h => h.endpointId),
    health.map(h => h.succeeded),
    health.map(h => h.gone),
    health.map(h => h.disable),
  ]
}

type Stat = { endpointId: string; outcome: number; bucket: number; count: number; totalUs: number }

/** One row per endpoint, outcome and latency bucket, sorted, so that concurrent upserts lock in the same order. */
function statistics(outcomes: Outcome[]): Stat[] {
  const rows = new Map<string, Stat>()
  for (const { endpointId, state, attempt } of outcomes) {
    const totalUs = attempt?.totalUs ?? 0
    const bucket = bucketOf(totalUs)
    const key = `${endpointId} ${stateCode[state]} ${String(bucket).padStart(2, '0')}`
    const row = rows.get(key) ?? { endpointId, outcome: stateCode[state], bucket, count: 0, totalUs: 0 }
    row.count++
    row.totalUs += totalUs
    rows.set(key, row)
  }
  return [...rows].sort(([a], [b]) => compare(a, b)).map(([, row]) => row)
}

type Health = { endpointId: string; succeeded: boolean; gone: number; disable: string | null }

/** One row per endpoint that was asked, sorted. A success among failures of the same moment counts as success. */
function endpointHealth(outcomes: Outcome[]): Health[] {
  const rows = new Map<string, Health>()
  for (const { endpointId, attempt, disableEndpoint } of outcomes) {
    if (attempt === null || attempt.error === 'internal') continue
    const row = rows.get(endpointId) ?? { endpointId, succeeded: false, gone: 0, disable: null }
    row.succeeded ||= attempt.error === null
    row.gone += attempt.status === 410 ? 1 : 0
    row.disable ??= disableEndpoint
    rows.set(endpointId, row)
  }
  return [...rows.values()].sort((a, b) => compare(a.endpointId, b.endpointId))
}
