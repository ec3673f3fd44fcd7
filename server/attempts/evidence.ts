import type { Witness } from '#server/attempts/changes.ts'
import { diagnose, type Facts } from '#server/attempts/diagnosis.ts'
import type { Diagnosis } from '#server/attempts/diagnosis-schema.ts'
import { errorClassName } from '#server/attempts/error-class.ts'
import {
  countUndelivered,
  type EarlierRow,
  type FailureRow,
  maxUndelivered,
  type OtherRow,
  readEarlierFailure,
  readFailure,
  readOthers,
  readStreak,
  type UndeliveredRow,
  type WitnessRow,
} from '#server/attempts/evidence-sql.ts'
import { isMerchant } from '#server/auth/permissions.ts'
import { type Context, reachOf } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { parseId, timeOfId } from '#server/ids.ts'
import type { HeaderPair } from '#server/messages/detail-schema.ts'

type AttemptKey = { message: string; endpoint: string; number: number }

/**
 * Why an attempt failed, with what stored attempts know of it; null when it did not fail. Look-ups by key and bounded walks only.
 * @throws AppError not_found
 */
export async function diagnoseAttempt(context: Context, key: AttemptKey): Promise<Diagnosis | null> {
  const endpointId = parseId('endpoint', key.endpoint)
  const values = [...reachOf(context), parseId('message', key.message), endpointId, key.number]
  const row = (await pool.query<FailureRow>({ ...readFailure, values })).rows[0]
  if (!row || endpointId === null) throw notFound('Attempt')
  const error = errorClassName(row.error)
  if (error === null) return null
  const [streak, others] = await Promise.all([readStreakOf(endpointId, row), readOthersOf(context, endpointId, row.application_id)])
  return diagnose({
    error,
    status: row.status,
    detail: row.error_detail,
    url: row.url,
    body: row.response_base64 ? '' : (row.response_body ?? ''),
    totalMs: row.total_us / 1_000,
    attempt: toWitness(row),
    owner: isMerchant(context.actor) ? null : row.application_name,
    environment: row.environment_name,
    others,
    ...streak,
  })
}

type Streak = Pick<Facts, 'firstFailure' | 'lastSuccess' | 'earlierFailureAt' | 'firstSuccessAt' | 'recovered' | 'undelivered'>

async function readStreakOf(endpointId: string, attempt: WitnessRow): Promise<Streak> {
  const { rows } = await pool.query<WitnessRow>({ ...readStreak, values: [endpointId, attempt.id] })
  const success = rows.find(row => row.error === 0)
  const failure = rows.find(row => row.error > 0)
  const before = success ?? attempt
  const [earlier, undelivered] = await Promise.all([
    pool.query<EarlierRow>({ ...readEarlierFailure, values: [endpointId, before.id, before.started_at, attempt.id] }),
    failure ? readUndelivered(endpointId, failure.message_id) : null,
  ])
  const { at, first_success_at, recovered } = earlier.rows[0]!
  return {
    firstFailure: failure ? toWitness(failure) : null,
    lastSuccess: success ? toWitness(success) : null,
    earlierFailureAt: success ? at : null,
    firstSuccessAt: first_success_at,
    recovered,
    undelivered,
  }
}

/** From the message that failed first: it was accepted before its attempt. */
async function readUndelivered(endpointId: string, messageId: string): Promise<Facts['undelivered']> {
  const { rows } = await pool.query<UndeliveredRow>({ ...countUndelivered, values: [endpointId, messageId] })
  const { waiting, failed, examined } = rows[0]!
  return waiting + failed === 0 ? null : { since: timeOfId(messageId), waiting, failed, more: examined === maxUndelivered }
}

async function readOthersOf(context: Context, endpointId: string, applicationId: string): Promise<Facts['others']> {
  const environmentId = context.applicationId === undefined ? context.environmentId : null
  const { rows } = await pool.query<OtherRow>({ ...readOthers, values: [endpointId, applicationId, environmentId] })
  const list = rows.map(({ url, own, failing, error }) => ({ url, own, failing, error: errorClassName(error ?? 0) }))
  return { list, everywhere: environmentId !== null }
}

const toWitness = (row: WitnessRow): Witness => ({
  at: row.started_at,
  status: row.status,
  error: errorClassName(row.error),
  headers: row.response_headers === null ? null : (JSON.parse(row.response_headers) as HeaderPair[]),
  address: row.remote_address,
  revision: row.revision,
})
