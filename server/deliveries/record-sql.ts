import { heldJobs, jobColumns, jobValues } from '#server/queue.ts'

/** What is stored of an outcome: name and type of each column, in the order of the statement's parameters. */
export const outcomeColumns = {
  job_id: 'uuid',
  claim: 'int',
  message_id: 'uuid',
  endpoint_id: 'uuid',
  trigger: 'smallint',
  attempted: 'boolean',
  state: 'smallint',
  reason: 'smallint',
  delay_seconds: 'float8',
  step: 'int',
  revision: 'int',
  started_at: 'timestamptz',
  request_headers: 'text',
  status: 'smallint',
  error: 'smallint',
  error_detail: 'text',
  response_headers: 'text',
  response_body: 'text',
  response_base64: 'boolean',
  response_bytes: 'int',
  remote_address: 'text',
  dns_us: 'int',
  connect_us: 'int',
  tls_us: 'int',
  first_byte_us: 'int',
  body_us: 'int',
  total_us: 'int',
} as const

const names = Object.keys(outcomeColumns)
const arrays = Object.values(outcomeColumns).map((type, index) => `$${index + 1}::${type}[]`)
/** The parameters after the columns, by what they are. */
const parameter = Object.fromEntries(
  [
    'queues',
    'fences',
    'worker',
    'statEndpoint',
    'statOutcome',
    'statBucket',
    'statCount',
    'statTotal',
    'endpoint',
    'succeeded',
    'gone',
    'disable',
  ].map((name, index) => [name, `$${names.length + index + 1}`]),
) as Record<string, string>

/**
 * Outcomes of deliveries, at most one per delivery, in one statement and so in one transaction: jobs removed, attempts, states,
 * jobs of the next attempts, statistics, endpoint health.
 *
 * - Whoever needs both locks the delivery first, then its job; deliveries are locked in order of their key.
 * - Fenced: a job is deleted by (id, retry_count), and only what was deleted changes state or schedule. The attempt of a worker
 *   that lost its claim is kept with a number of its own and `superseded`.
 * - A manual attempt that succeeds delivers the delivery and removes its scheduled job; one that fails leaves the schedule alone.
 * - `count(*)` makes the locks come before the deletion of jobs.
 * - No join between parts of the statement: with the plans of the hot pool it would compare each row with each.
 * - Partitions are pruned by key while it runs, not by bounds as parameters: those made PostgreSQL plan the statement anew each time, and
 *   with a generic plan crash it when two workers record the same deliveries (docs/decisions/007-plans-of-the-hot-path.md).
 * - Endpoint health is written only when it flips.
 * - Operational events are told by the last select: of the fourth failure in a schedule, of its end, of a success after four.
 */
export const recordOutcomes = {
  name: 'record-outcomes',
  text: `
with o as materialized (
  select * from unnest(${arrays.join(', ')}) as o(${names.join(', ')})),
locked as materialized (
  select o.*, d.job_id as scheduled_job_id, d.attempt_count + 1 as number, d.application_id, d.state as former_state,
    d.schedule_step as former_step
  from o cross join lateral (
    select * from delivery
    where message_id = o.message_id and endpoint_id = o.endpoint_id
    for update) d),
settled as (
  delete from pgboss.job j
  where (select count(*) from locked) > 0 and ${heldJobs(parameter.queues!, '$1', parameter.fences!)}
  returning j.id),
fenced as materialized (
  select l.*, l.job_id in (select id from settled) as mine from locked l),
v as materialized (
  select f.*, not mine as superseded, mine and (trigger = 0 or state = 2) as decides,
    case when mine and trigger = 0 and delay_seconds is not null then uuid_v7() end as next_job_id,
    case when mine and trigger = 0 then pgboss.job_now() + make_interval(secs => delay_seconds) end as next_at,
    case when attempted then uuid_v7() end as attempt_id
  from fenced f),
d as (
  update delivery d set
    attempt_count = d.attempt_count + v.attempted::int,
    state = case when v.decides then v.state else d.state end,
    reason = case when v.decides then v.reason else d.reason end,
    schedule_step = case when v.decides then v.step else d.schedule_step end,
    job_id = case when v.decides then v.next_job_id else d.job_id end,
    next_attempt_at = case when v.decides then v.next_at else d.next_attempt_at end,
    failed_at = case when v.decides and v.state = 3 then pgboss.job_now() when v.decides and v.state = 2 then null else d.failed_at end
  from v
  where d.message_id = v.message_id and d.endpoint_id = v.endpoint_id),
unscheduled as (
  delete from pgboss.job j using v
  where v.trigger = 1 and v.decides and v.scheduled_job_id is not null and j.id = v.scheduled_job_id
    and j.name = any (array['deliver', 'retry', 'replay', 'lane/' || v.endpoint_id])),
next_job as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
  select v.next_job_id, coalesce('lane/' || l.endpoint_id, 'retry'), jsonb_build_object('m', v.message_id), v.endpoint_id::text,
    due_priority(v.next_at), v.next_at, pgboss.job_now(), ${jobValues}
  from v left join lane l on l.endpoint_id = v.endpoint_id and l.state = 'open'
  where v.next_job_id is not null),
a as (
  insert into attempt (message_id, endpoint_id, number, id, trigger, superseded, revision, worker_id, started_at, request_headers, status,
    error, error_detail, response_headers, response_body, response_base64, response_bytes, remote_address, dns_us, connect_us, tls_us,
    first_byte_us, body_us, total_us, next_attempt_at)
  select message_id, endpoint_id, number, attempt_id, trigger, superseded, revision, ${parameter.worker}::int, started_at, request_headers, status,
    error, error_detail, response_headers, response_body, response_base64, response_bytes, remote_address, dns_us, connect_us, tls_us,
    first_byte_us, body_us, total_us, next_at
  from v where attempted),
stats as (
  insert into delivery_stat (minute, worker_id, endpoint_id, outcome, bucket, count, total_us)
  select date_trunc('minute', pgboss.job_now()), ${parameter.worker}::int, s.* from unnest(${parameter.statEndpoint}::uuid[], ${parameter.statOutcome}::smallint[], ${parameter.statBucket}::smallint[],
    ${parameter.statCount}::int[], ${parameter.statTotal}::bigint[]) s
  on conflict (minute, worker_id, endpoint_id, outcome, bucket)
    do update set count = delivery_stat.count + excluded.count, total_us = delivery_stat.total_us + excluded.total_us),
health as (
  update endpoint e set
    failing_since = case when h.succeeded then null else coalesce(e.failing_since, pgboss.job_now()) end,
    warned_days = case when h.succeeded then 0 else e.warned_days end,
    first_success_at = case when h.succeeded then coalesce(e.first_success_at, pgboss.job_now()) else e.first_success_at end,
    failed_from = case when h.succeeded and e.failing_since is not null and endpoint_fails(e.id) then e.failing_since else e.failed_from end,
    recovered_at = case when h.succeeded and e.failing_since is not null and endpoint_fails(e.id) then pgboss.job_now() else e.recovered_at end,
    gone_count = case when h.succeeded then 0 else least(e.gone_count + h.gone, 100) * (h.gone > 0)::int end,
    disabled = e.disabled or h.disable is not null,
    disabled_reason = case when e.disabled then e.disabled_reason else coalesce(h.disable, e.disabled_reason) end,
    disabled_at = case when e.disabled or h.disable is null then e.disabled_at else pgboss.job_now() end
  from unnest(${parameter.endpoint}::uuid[], ${parameter.succeeded}::boolean[], ${parameter.gone}::int[], ${parameter.disable}::text[]) h(endpoint_id, succeeded, gone, disable)
  where e.id = h.endpoint_id and (
    (h.succeeded and (e.failing_since is not null or e.gone_count > 0 or e.first_success_at is null)) or
    (not h.succeeded and (e.failing_since is null or h.gone > 0 or e.gone_count > 0)) or
    (h.disable is not null and not e.disabled)))
select message_id, endpoint_id, superseded, case when told is not null then
  tell_attempt('message.attempt.' || told, application_id, message_id, endpoint_id, attempt_id, status, started_at) end
from (
  select v.*, case
    when not mine or not attempted then null
    when trigger = 0 and state = 3 then 'exhausted'
    when trigger = 0 and error > 0 and former_step = 3 then 'failing'
    when state = 2 and former_state <> 2 and former_step >= 4 then 'recovered' end as told
  from v) v`,
}
