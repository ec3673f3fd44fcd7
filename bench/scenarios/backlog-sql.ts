import type pg from 'pg'
import { jobColumns, jobValues } from '#server/queue.ts'

export type Backlog = {
  /** The newest so many applications of the database, one endpoint each. */
  applicationCount: number
  queue: 'deliver' | 'retry'
  /** Deliveries that are due. */
  waiting: number
  /** Retries that are due later, each at a moment of its own. */
  future: number
}

const rowsPerStatement = 50_000
const payloadBytes = 1024

/** What ingest and failed first attempts would have left, put into the tables: a million posts would take ten minutes. */
export async function fillBacklog(client: pg.Client, { applicationCount, queue, waiting, future }: Backlog): Promise<void> {
  await client.query(
    `create temporary table merchant as
     select row_number() over (order by e.id) - 1 as position, e.id as endpoint_id, a.id as application_id, a.environment_id
     from (select * from application order by id desc limit $1) a join endpoint e on e.application_id = a.id`,
    [applicationCount],
  )
  await client.query('create unique index on merchant (position)')
  await client.query('analyze merchant')
  for (let from = 0; from < waiting; from += rowsPerStatement)
    await client.query(insertDeliveries, [
      from,
      Math.min(waiting, from + rowsPerStatement) - 1,
      applicationCount,
      queue === 'retry',
      queue,
      null,
    ])
  // From an hour away, so that none is due while we measure, over two days.
  const spacingSeconds = (47 * 3600) / future
  for (let from = 0; from < future; from += rowsPerStatement)
    await client.query(insertDeliveries, [
      from,
      Math.min(future, from + rowsPerStatement) - 1,
      applicationCount,
      true,
      'retry',
      spacingSeconds,
    ])
  await client.query('drop table merchant')
  await client.query('vacuum')
}

/** $1, $2 first and last · $3 endpoints, in turn · $4 whether a first attempt has failed · $5 queue · $6 seconds between due times; null: due */
const insertDeliveries = `
with input as materialized (
  select n, uuid_v7() as message_id, uuid_v7() as job_id, m.*, now() + interval '90 days' as expires_at,
    case when $6::float8 is null then now() else now() + interval '1 hour' + n * make_interval(secs => $6::float8) end as due_at
  from generate_series($1::int, $2::int) n join merchant m on m.position = n % $3::int order by n),
message_row as (
  insert into message (id, environment_id, application_id, event_type, expires_at)
  select message_id, environment_id, application_id, 'bench.waiting', expires_at from input),
payload_row as (
  insert into payload (expiry_week, message_id, body)
  select week_of(expires_at), message_id, convert_to(rpad('{"waiting":"', ${payloadBytes - 2}, 'x') || '"}', 'UTF8') from input),
delivery_row as (
  insert into delivery (message_id, endpoint_id, application_id, event_type, state, attempt_count, schedule_step, job_id, next_attempt_at)
  select message_id, endpoint_id, application_id, 'bench.waiting', $4::boolean::int, $4::boolean::int, $4::boolean::int, job_id, due_at from input)
insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
select job_id, $5::text, jsonb_build_object('m', message_id), endpoint_id::text, due_priority(due_at), due_at,
  now() + (n - $1::int) * interval '1 microsecond', ${jobValues}
from input`
