import { type ErrorClass, errorClassCode } from '#server/attempts/error-class.ts'
import { pool } from '#server/db.ts'
import { type DeliveryReason, type DeliveryState, reasonCode, stateCode } from '#server/deliveries/state.ts'

export type Past = { reason?: DeliveryReason; attempt?: { status: number | null; error: ErrorClass | null } }

/** Makes deliveries what they would be after days of attempts: their jobs are gone, or (retrying) due in an hour. */
export async function become(messageIds: readonly string[], state: Exclude<DeliveryState, 'pending'>, past: Past = {}): Promise<void> {
  const { attempt, reason = null } = past
  const attempted = attempt !== undefined
  if (state === 'retrying')
    await pool.query(
      `update pgboss.job j set start_after = pgboss.job_now() + interval '1 hour', priority = due_priority(pgboss.job_now() + interval '1 hour')
       from delivery d where d.message_id = any ($1) and j.id = d.job_id`,
      [messageIds],
    )
  else await pool.query(`delete from pgboss.job j using delivery d where d.message_id = any ($1) and j.id = d.job_id`, [messageIds])
  await pool.query(
    `update delivery set state = $2::smallint, reason = $3::smallint, schedule_step = 10, attempt_count = attempt_count + $4::int,
       job_id = case when $2 = 1 then job_id end, failed_at = case when $2 = 3 then pgboss.job_now() end,
       next_attempt_at = case when $2 = 1 then pgboss.job_now() + interval '1 hour' end
     where message_id = any ($1)`,
    [messageIds, stateCode[state], reasonCode(reason), Number(attempted)],
  )
  if (attempted)
    await pool.query(
      `insert into attempt (message_id, endpoint_id, number, id, trigger, revision, worker_id, started_at, request_headers, status, error, total_us)
       select message_id, endpoint_id, attempt_count, uuid_v7(), 0, 1, 0, pgboss.job_now(), '[]', $2, $3, 1000
       from delivery where message_id = any ($1)`,
      [messageIds, attempt.status, errorClassCode(attempt.error)],
    )
}
