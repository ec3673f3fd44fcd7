import pg from 'pg'

/** Days that the messages are spread over: the oldest week of them is in a partition of its own, and so is each other. */
export const historyDays = 28

/** Of messages per statement: what PostgreSQL holds of them in memory meanwhile. */
const messagesPerStatement = 10_000

/**
 * Weeks of traffic, as ingest, worker and roll-up would have left them, put into the tables: sending it would take half an hour. The
 * applications and their endpoints are there already. Few applications get most messages; most endpoints answer, some now and then not, and
 * of each hundred two fail since two days, one since twelve, and one is disabled since five.
 */
export async function fillHistory(url: string, messages: number): Promise<void> {
  await withClient(url, async client => {
    for (const statement of prepare) await client.query(statement)
  })
  // Two at once, each along a half of the time: the machine has two cores, and every index is still appended to in order.
  const half = messages / 2
  await Promise.all([fillMessages(url, 0, half, messages), fillMessages(url, half, messages, messages)])
  await withClient(url, async client => {
    for (const statement of finish) await client.query(statement)
  })
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c synchronous_commit=off -c work_mem=256MB' })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const fillMessages = (url: string, from: number, to: number, messages: number) =>
  withClient(url, async client => {
    for (let next = from; next < to; next += messagesPerStatement)
      await client.query(insertMessages, [next, Math.min(to, next + messagesPerStatement) - 1, messages])
  })

/** Seconds from acceptance to each scheduled attempt (server/deliveries/default-schedule.ts). */
const seconds = [0, 5, 305, 2105, 9305, 27305, 63305, 113705, 185705, 272105]
const attemptSeconds = `array[${seconds.join(', ')}]`
const allAttempts = seconds.length
const untilFailed = `interval '${seconds.at(-1)} seconds'`

const eventTypes = `array['order.created', 'invoice.paid', 'order.shipped', 'payment.succeeded', 'user.updated', 'invoice.created', 'order.updated',
  'payment.failed', 'user.created', 'subscription.renewed', 'refund.created', 'cart.abandoned', 'subscription.canceled', 'dispute.opened',
  'user.deleted', 'dispute.closed', 'payout.failed', 'tax.changed', 'export.finished', 'account.closed']`

/** An endpoint gets every message of its application, or in turn with others where there are many: about two and a half for each message. */
const prepare = [
  `select create_partitions(now() - make_interval(days => 7 * week)) from generate_series(0, ${historyDays / 7}) week`,
  `create function bench_id(t timestamptz) returns uuid language sql volatile as $$
    select (overlay(lpad(to_hex((extract(epoch from t) * 4096000)::bigint), 15, '0') placing '7' from 13 for 0)
      || substr(gen_random_uuid()::text, 20))::uuid $$`,
  `create table bench_endpoint as
   select e.id, e.application_id, a.environment_id, a.place as application_place, row_number() over of_application - 1 as place,
     greatest(1, count(*) over (partition by e.application_id) / 2) as in_turn,
     (row_number() over of_all % 5 + 1)::int as slowness, (array[21, 21, 4, 11, 15])[row_number() over of_all % 5 + 1]::smallint as error,
     case row_number() over of_all % 100 when 3 then 'down' when 53 then 'down' when 29 then 'dead' when 67 then 'disabled' else 'healthy' end as kind
   from (select id, environment_id, row_number() over (order by id) - 1 as place from application where not internal) a
   join endpoint e on e.application_id = a.id
   window of_application as (partition by e.application_id order by e.id), of_all as (order by e.id)`,
  'create index on bench_endpoint (application_place)',
  'create unique index on bench_endpoint (id)',
  'analyze bench_endpoint',
  `insert into event_type (environment_id, name, description)
   select (select environment_id from bench_endpoint limit 1), name, 'What happened' from unnest(${eventTypes}) name`,
  'update environment set disable_endpoint_on_failure = false',
  `update endpoint e set first_success_at = now() - interval '${historyDays} days', disabled = b.kind = 'disabled',
     failing_since = case b.kind when 'down' then now() - interval '2 days' when 'dead' then now() - interval '12 days' end,
     disabled_reason = case b.kind when 'disabled' then 'failing' end, disabled_at = case b.kind when 'disabled' then now() - interval '5 days' end
   from bench_endpoint b where b.id = e.id`,
]

/** $1, $2 first and last · $3 of how many. The newest of all are pending. */
const insertMessages = `
with drawn as materialized (
  select n, at, bench_id(at) as id, floor(applications * power(random(), 3))::int as application_place,
    (${eventTypes})[1 + floor(20 * power(random(), 2))::int] as event_type
  from (select n, now() - interval '1 second' - interval '${historyDays} days' * (1 - n::float8 / $3::int) as at from generate_series($1::int, $2::int) n) t,
    (select max(application_place) + 1 as applications from bench_endpoint) a),
posted as materialized (
  select m.*, a.application_id, a.environment_id, case when n % 2 = 0 then 'order-' || n end as event_id, m.at + interval '90 days' as expires_at
  from drawn m cross join lateral (
    select application_id, environment_id from bench_endpoint where application_place = m.application_place limit 1) a),
message_row as (
  insert into message (id, environment_id, application_id, event_type, event_id, channels, tags, expires_at)
  select id, environment_id, application_id, event_type, event_id, case when n % 5 = 0 then array['project-' || n % 40] end,
    case when n % 7 = 0 then array['batch-' || n % 700, 'import'] end, expires_at from posted order by id),
key_row as (
  insert into message_key (application_id, kind, key, message_id, body_hash)
  select application_id, 1, event_id, id, sha256(event_id::bytea) from posted where event_id is not null),
payload_row as (
  insert into payload (expiry_week, message_id, body)
  select week_of(expires_at), id, convert_to('{"order":' || n || ',"note":"' || repeat('x', 200) || '"}', 'UTF8') from posted order by id),
addressed as materialized (
  select m.n, m.at, m.id, m.event_type, m.application_id, e.id as endpoint_id, e.kind, e.error, e.slowness, random() as chance
  from posted m join bench_endpoint e on e.application_place = m.application_place and (m.n + e.place) % e.in_turn = 0),
judged as materialized (
  select *, case
    when n >= $3::int - 200 then 0
    when kind = 'disabled' and at > now() - interval '5 days' then 4
    when kind = 'dead' and at > now() - interval '12 days' or kind = 'down' and at > now() - interval '2 days' or chance < 0.003
      then case when at < now() - ${untilFailed} then 3 else 1 end
    else 2 end as state
  from addressed),
counted as materialized (
  select *, case state when 2 then 1 + (chance < 0.03)::int when 3 then ${allAttempts} when 1 then (
    select count(*)::int from unnest(${attemptSeconds}) s where at + make_interval(secs => s) < now()) else 0 end as attempt_count,
    case when state < 2 then uuid_v7() end as job_id
  from judged),
timed as materialized (
  select *, case when state < 2 then at + make_interval(secs => (${attemptSeconds})[attempt_count + 1]) end as due_at from counted),
delivery_row as (
  insert into delivery (message_id, endpoint_id, application_id, event_type, state, reason, attempt_count, schedule_step, job_id,
    next_attempt_at, failed_at)
  select id, endpoint_id, application_id, event_type, state, case state when 3 then 7 when 4 then 1 end, attempt_count, attempt_count, job_id,
    due_at, case when state = 3 then at + ${untilFailed} end
  from timed order by id, endpoint_id),
job_row as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, retry_limit, expire_seconds, deletion_seconds, keep_until, policy)
  select job_id, case state when 0 then 'deliver' else 'retry' end, jsonb_build_object('m', id), endpoint_id::text, due_priority(due_at), due_at, at,
    1000, 3600, 60, 'infinity', 'standard'
  from timed where job_id is not null)
insert into attempt (message_id, endpoint_id, number, id, trigger, revision, worker_id, started_at, request_headers, status, error, response_headers,
  response_body, response_bytes, remote_address, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, next_attempt_at)
select d.id, d.endpoint_id, k, bench_id(t.at), 0, 1, 1, t.at,
  '[["content-type","application/json"],["webhook-id","' || d.id || '"],["webhook-timestamp","1790000000"],["webhook-signature","v1,' || repeat('s', 44) || '"],["user-agent","Posthorn/0.1"]]',
  case when ok then 200 when d.error = 21 then 500 when d.error = 15 then 422 end, case when ok then 0 else d.error end,
  case when ok or d.error in (15, 21) then '[["content-type","text/plain"],["server","nginx"],["x-release","2026-11-' || 10 + k || '"]]' end,
  case when ok then 'ok' when d.error in (15, 21) then 'Internal error' end, 2, '203.0.113.' || d.slowness, 800, 2000, 9000, t.us - 12000, 200, t.us,
  case when not ok and k < ${allAttempts} then d.at + make_interval(secs => (${attemptSeconds})[k + 1]) end
from timed d cross join lateral generate_series(1, d.attempt_count) k
cross join lateral (select d.state = 2 and k = d.attempt_count as ok, d.at + make_interval(secs => (${attemptSeconds})[k] + 0.01) as at,
  (15000 + 10000 * d.slowness * exp(2 * random()))::int as us) t
order by d.id, d.endpoint_id, k`

/** As server/stats/histogram.ts has them. In order of time, as the roll-up comes to them. */
const bucket = 'least(64, greatest(1, ceil(4 * log(2, t.total_us / 1000.0))))::smallint'
const outcome = 'case when t.error = 0 then 2 when t.next_attempt_at is null then 3 else 1 end::smallint'

const rollUp = (table: string, time: string, unit: string) => `
  insert into ${table} (${time}, endpoint_id, outcome, bucket, application_id, environment_id, count, total_us)
  select date_trunc('${unit}', t.started_at, 'UTC'), t.endpoint_id, ${outcome}, ${bucket}, e.application_id, e.environment_id, count(*), sum(t.total_us)
  from attempt t join bench_endpoint e on e.id = t.endpoint_id
  where t.started_at < (select rolled_up_to from delivery_stat_progress)
  group by 1, 2, 3, 4, 5, 6 order by 1, 2`

const finish = [
  `update delivery_stat_progress set rolled_up_to = date_trunc('minute', now() - interval '3 minutes')`,
  `insert into delivery_stat (minute, worker_id, endpoint_id, outcome, bucket, count, total_us)
   select date_trunc('minute', t.started_at), 1, t.endpoint_id, ${outcome}, ${bucket}, count(*), sum(t.total_us)
   from attempt t where t.started_at > now() - interval '2 days' group by 1, 3, 4, 5 order by 1, 3`,
  rollUp('delivery_stat_hour', 'hour', 'hour'),
  rollUp('delivery_stat_day', 'day', 'day'),
  `insert into delivery_stat_environment (environment_id, hour, outcome, bucket, count)
   select environment_id, hour, outcome, bucket, sum(count) from delivery_stat_hour group by 1, 2, 3, 4 order by 2`,
  `insert into audit_entry (id, organization_id, environment_id, actor_kind, actor_id, action, target_kind, target_id, target_name, before, after)
   select bench_id(now() - interval '${historyDays} days' * n / 100000), v.organization_id, v.id, 'key', k.id,
     (array['endpoint.update', 'delivery.resend', 'application.update', 'endpoint.rotate_secret'])[1 + n % 4], 'application', e.application_id,
     'Merchant', '{"name": "before"}', '{"name": "after"}'
   from generate_series(1, 100000) n cross join environment v join api_key k on k.environment_id = v.id
   cross join lateral (select application_id from bench_endpoint order by id limit 1) e`,
  'drop table bench_endpoint',
  'drop function bench_id',
  'vacuum analyze',
]

export type Stored = Record<'messages' | 'deliveries' | 'of them not delivered' | 'attempts' | 'statistics by hour' | 'gigabytes', number>

export async function countStored(client: pg.Client): Promise<Stored> {
  const { rows } = await client.query<Stored>(`
    select (select count(*)::int from message) as messages, (select count(*)::int from delivery) as deliveries,
      (select count(*)::int from delivery where state <> 2) as "of them not delivered", (select count(*)::int from attempt) as attempts,
      (select count(*)::int from delivery_stat_hour) as "statistics by hour", pg_database_size(current_database()) / 1e9::float8 as gigabytes`)
  return rows[0]!
}
