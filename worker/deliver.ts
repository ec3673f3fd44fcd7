import type { ErrorClass } from '#server/attempts/error-class.ts'
import { storedBody } from '#server/attempts/stored-body.ts'
import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import type { AttemptRecord, Outcome, Recorded } from '#server/deliveries/record.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { type Loaded, triggerOf } from '#worker/claimed.ts'
import type { DatabaseClock } from '#worker/clock.ts'
import { prepareRequest } from '#worker/prepare.ts'
import { type Decision, decideNext } from '#worker/retry.ts'
import type { Sender, Sent } from '#worker/send.ts'

export type Delivering = {
  clock: DatabaseClock
  sender: Sender
  record: (outcome: Outcome) => Promise<Recorded>
  timeoutMs: number
}

/** A worker that handles the payload has stopped this often: it is the payload's doing, and it must not go on. */
const poisonReaps = 5

const timeouts: ReadonlySet<ErrorClass> = new Set(['dns_timeout', 'connect_timeout', 'response_timeout', 'response_too_slow'])

/** What the caller of `deliver` learns about the endpoint: how long it took, and whether it ran into its time limit. */
export type Delivered = { tookMs: number; timedOut: boolean }

/** One claimed job: at most one attempt, always one outcome. Throws when the fault is ours; the job then goes back to its queue. */
export async function deliver(claim: Loaded, { clock, sender, record, timeoutMs }: Delivering): Promise<Delivered> {
  const without = reasonNotToSend(claim)
  if (without !== null) {
    await record({ ...outcomeOf(claim), ...without })
    return { tookMs: 0, timedOut: false }
  }

  const startedAt = clock.now()
  const request = prepareRequest(claim, claim.row.body!, startedAt)
  const sent = await sender.send({ url: request.url, headers: request.headers, body: request.body, timeoutMs, signal: claim.abort.signal })
  // Fenced: another worker has the job by now, so nothing that we saw may count.
  if (claim.abort.signal.aborted) throw new Error('the claim was lost while sending')
  // Our fault (out of sockets, no free connection): no attempt was made and no step of the schedule is spent.
  if (sent.error === 'internal') throw new Error(sent.errorDetail ?? 'the request could not be made')

  const manual = triggerOf(claim.job) === 'manual'
  const decision = decideNext({
    outcome: { status: sent.status, error: sent.error, responseHeaders: sent.responseHeaders },
    step: claim.row.schedule_step,
    schedule: scheduleOf(claim),
    now: clock.now(),
    random: Math.random,
    consecutiveGone: claim.row.gone_count,
  })
  const recorded = await record({
    ...outcomeOf(claim),
    ...nextOf(decision, claim, manual),
    disableEndpoint: claim.row.throwaway ? null : decision.disableEndpoint,
    attempt: attemptOf(claim, request.storedHeaders, new Date(startedAt), sent),
  })
  logAttempt(claim, sent, decision, recorded)
  return { tookMs: sent.phases.totalUs / 1000, timedOut: sent.error !== null && timeouts.has(sent.error) }
}

const outcomeOf = ({ job, queue, row }: Loaded): Outcome => ({
  jobId: job.id,
  claim: job.retryCount,
  queue,
  messageId: job.data.m,
  endpointId: job.groupId,
  trigger: triggerOf(job),
  state: 'failed',
  reason: null,
  delaySeconds: null,
  step: row.schedule_step,
  disableEndpoint: null,
  attempt: null,
})

type Ending = Pick<Outcome, 'state' | 'reason'> & Partial<Pick<Outcome, 'attempt'>>

/** What changed since the job was made, so that no request is made at all. */
function reasonNotToSend(claim: Loaded): Ending | null {
  const { row, job } = claim
  if (row.deleted) return { state: 'canceled', reason: 'endpoint_deleted' }
  if (row.disabled) return { state: 'canceled', reason: 'endpoint_disabled' }
  if (row.body === null) return { state: row.attempt_count === 0 ? 'skipped' : 'failed', reason: 'expired' }
  if ((job.data.r ?? 0) >= poisonReaps) return { state: 'failed', reason: 'internal', attempt: poisoned(claim) }
  return null
}

const poisoned = ({ row }: Loaded): AttemptRecord => ({
  revision: row.revision,
  startedAt: new Date(),
  requestHeaders: '[]',
  status: null,
  error: 'internal',
  errorDetail: `Posthorn stopped ${poisonReaps} times while it handled this delivery and has given it up.`,
  responseHeaders: null,
  responseBody: '',
  responseBase64: false,
  responseBytes: 0,
  remoteAddress: null,
  dnsUs: null,
  connectUs: null,
  tlsUs: null,
  firstByteUs: null,
  bodyUs: null,
  totalUs: 0,
})

const scheduleOf = ({ row, endpoint, environment }: Loaded): readonly number[] =>
  row.throwaway ? [] : ([endpoint.retrySchedule, environment.retry_schedule].find(schedule => schedule.length > 0) ?? defaultSchedule)

function nextOf(decision: Decision, { row }: Loaded, manual: boolean): Pick<Outcome, 'state' | 'reason' | 'delaySeconds' | 'step'> {
  const step = manual ? row.schedule_step : row.schedule_step + 1
  switch (decision.kind) {
    case 'delivered':
      return { state: 'delivered', reason: null, delaySeconds: null, step }
    case 'retry':
      return { state: 'retrying', reason: null, delaySeconds: decision.delaySeconds, step }
    case 'failed':
    case 'canceled':
      return { state: decision.kind, reason: decision.reason, delaySeconds: null, step }
  }
}

function attemptOf({ row }: Loaded, requestHeaders: string, startedAt: Date, sent: Sent): AttemptRecord {
  const { text, base64 } = storedBody(sent.responseBody, sent.responseTruncated)
  return {
    revision: row.revision,
    startedAt,
    requestHeaders,
    status: sent.status,
    error: sent.error,
    errorDetail: sent.errorDetail,
    responseHeaders: sent.status === null ? null : JSON.stringify(sent.responseHeaders),
    responseBody: text,
    responseBase64: base64,
    responseBytes: sent.responseBodyBytes,
    remoteAddress: sent.remoteAddress,
    ...sent.phases,
  }
}

/** One wide line per attempt, every decision in it. */
function logAttempt({ job, row, queue }: Loaded, sent: Sent, decision: Decision, recorded: Recorded): void {
  if (!log.isLevelEnabled('debug')) return
  log.debug(
    {
      message: formatId('message', job.data.m),
      endpoint: formatId('endpoint', job.groupId),
      eventType: row.event_type,
      queue,
      trigger: triggerOf(job),
      attempt: row.attempt_count + 1,
      status: sent.status,
      error: sent.error,
      totalUs: sent.phases.totalUs,
      decision: decision.kind,
      recorded,
    },
    'attempt',
  )
}
