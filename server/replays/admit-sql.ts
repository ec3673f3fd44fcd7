import { jobColumns, jobValues } from '#server/queue.ts'

/**
 * Makes found deliveries wait for an attempt, each locked and looked at again: what has changed since it was found is left alone.
 *
 * - failed, skipped, canceled or not there: `pending` at step 0 with one scheduled job, as on the first day.
 * - retrying or delivered: a manual attempt beside the schedule. `u`: not needed any more when the schedule delivers it before.
 * - All of it with the replay's own note in one statement, so that a killed worker leaves either all or nothing.
 *
 * $1 replay · $2 message ids · $3 endpoint ids · $4 application ids · $5 event types · $6 missing · $7 absent · $8 states.
 * Sorted by key, which is the order of locking.
 */
export const admitDeliveries = {
  name: 'admit-deliveries',
  text: `
with i as materialized (
  select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::boolean[], $7::boolean[])
    as i(message_id, endpoint_id, application_id, event_type, missing, absent)),
there as materialized (
  select d.message_id, d.endpoint_id, uuid_v7() as job_id, d.state, d.reason, d.schedule_step, d.attempt_count, d.failed_at
  from i cross join lateral (
    select * from delivery
    where message_id = i.message_id and endpoint_id = i.endpoint_id and (state = any ($8::smallint[]) or (i.missing and state = 4))
    for update) d),
made as (
  insert into delivery (message_id, endpoint_id, application_id, event_type, state, job_id, next_attempt_at)
  select message_id, endpoint_id, application_id, event_type, 0, uuid_v7(), pgboss.job_now() from i where absent
  on conflict do nothing returning message_id, endpoint_id, job_id),
admitted as materialized (
  select t.message_id, t.endpoint_id, t.job_id, t.state in (1, 2) as manual, t.attempt_count, t.state, t.reason, t.schedule_step, t.failed_at
  from there t
  union all
  select message_id, endpoint_id, job_id, false, 0, null, null, 0, null from made),
renewed as (
  update delivery d set state = 0, reason = null, schedule_step = 0, job_id = a.job_id, next_attempt_at = pgboss.job_now(), failed_at = null
  from admitted a
  where not a.manual and a.state is not null and d.message_id = a.message_id and d.endpoint_id = a.endpoint_id),
jobs as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
  select a.job_id, coalesce('lane/' || l.endpoint_id, 'replay'),
    jsonb_strip_nulls(jsonb_build_object('m', a.message_id, 't', case when a.manual then 1 end, 'u', case when a.state = 1 then 1 end)),
    a.endpoint_id::text, due_priority(pgboss.job_now()), pgboss.job_now(),
    pgboss.job_now() + row_number() over (order by a.message_id, a.endpoint_id) * interval '1 microsecond', ${jobValues}
  from admitted a left join lane l on l.endpoint_id = a.endpoint_id and l.state = 'open'),
noted as (
  insert into replay_delivery (replay_id, message_id, endpoint_id, job_id, manual, attempt_count, former_state, former_reason, former_step,
    former_failed_at)
  select $1::uuid, message_id, endpoint_id, job_id, manual, attempt_count, state, reason, schedule_step, failed_at from admitted)
select message_id, endpoint_id from admitted order by message_id, endpoint_id`,
}

/** What a replay has admitted and not heard of, in order of key. $1 replay */
export const findAdmitted = {
  name: 'find-admitted-deliveries',
  text: `select message_id, endpoint_id, job_id from replay_delivery where replay_id = $1::uuid order by message_id, endpoint_id`,
}

export type AdmittedRow = { message_id: string; endpoint_id: string; job_id: string }

/**
 * Takes back what no worker has claimed: jobs gone, deliveries as they were. What is in flight is left to end. The jobs' deletion has no
 * join, because a queue is as long as it is, whatever the planner believes; `count(*)` makes the locks come first.
 * $1 replay · $2 message ids · $3 endpoint ids · $4 job ids · $5 queues · $6 state and $7 reason of a delivery that was not there before
 * but has been attempted meanwhile, by a worker that then lost it
 */
export const takeBackDeliveries = {
  name: 'take-back-deliveries',
  text: `
with held as materialized (
  select r.*, r.former_state is null and d.attempt_count = 0 as untouched
  from unnest($2::uuid[], $3::uuid[]) as i(message_id, endpoint_id)
  cross join lateral (
    select * from replay_delivery where replay_id = $1::uuid and message_id = i.message_id and endpoint_id = i.endpoint_id offset 0) r
  cross join lateral (select attempt_count from delivery where message_id = i.message_id and endpoint_id = i.endpoint_id for update) d),
unclaimed as (
  delete from pgboss.job
  where (select count(*) from held) > 0 and name = any ($5::text[]) and id = any ($4::uuid[]) and state < 'active' returning id),
taken as materialized (select * from held where job_id in (select id from unclaimed)),
restored as (
  update delivery d set state = coalesce(t.former_state, $6::smallint),
    reason = case when t.former_state is null then $7::smallint else t.former_reason end, schedule_step = t.former_step,
    job_id = null, next_attempt_at = null, failed_at = t.former_failed_at
  from taken t where not t.manual and not t.untouched and d.message_id = t.message_id and d.endpoint_id = t.endpoint_id),
removed as (
  delete from delivery d using taken t
  where not t.manual and t.untouched and d.message_id = t.message_id and d.endpoint_id = t.endpoint_id),
forgotten as (
  delete from replay_delivery i using taken t where i.replay_id = $1::uuid and i.message_id = t.message_id and i.endpoint_id = t.endpoint_id)
select count(*)::int as taken from taken`,
}
