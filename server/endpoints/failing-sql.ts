/**
 * Says that workers are at work now: the span that ended a moment ago goes on, or a new one begins. A task that comes every five minutes
 * says it; when it did not come for a quarter of an hour, nobody was at work.
 */
export const extendUptime = {
  name: 'extend-uptime',
  text: `
with extended as (
  update worker_uptime set ended_at = pgboss.job_now() where ended_at > pgboss.job_now() - interval '15 minutes' returning began_at),
forgotten as (delete from worker_uptime where ended_at < pgboss.job_now() - interval '60 days')
insert into worker_uptime (began_at, ended_at) select pgboss.job_now(), pgboss.job_now() where not exists (select from extended)`,
}

/**
 * Endpoints without a success for so long that somebody must hear of it: after one day and three of trying a warning, after five they are
 * disabled. Only while they still fail: with a failed attempt in the last twelve hours that was not our own fault ($1: that error's code).
 * Whoever succeeds at this moment is left alone: the row is looked at again when it is written.
 */
export const judgeFailing = {
  name: 'judge-failing',
  text: `
with failing as materialized (
  select e.id, e.failing_since, e.warned_days, (
    select sum(u.ended_at - greatest(u.began_at, e.failing_since)) from worker_uptime u where u.ended_at > e.failing_since) as tried
  from endpoint e
  join application a on a.id = e.application_id
  join environment v on v.id = a.environment_id and v.disable_endpoint_on_failure
  where e.failing_since <= pgboss.job_now() - interval '1 day' and not e.disabled and e.deleted_at is null and e.paused_at is null),
judged as (
  select id, failing_since, days from failing f
  cross join lateral (select case when tried >= '5 days' then 5 when tried >= '3 days' then 3 when tried >= '1 day' then 1 end as days) d
  where days > warned_days and exists (
    select from attempt t
    where t.endpoint_id = f.id and t.id >= uuid_v7_floor(pgboss.job_now() - interval '12 hours') and t.error not in (0, $1::smallint))
  order by failing_since limit 1000)
update endpoint e set
  warned_days = case when j.days < 5 then j.days else e.warned_days end,
  disabled = j.days = 5,
  disabled_reason = case when j.days = 5 then 'failing' end,
  disabled_at = case when j.days = 5 then pgboss.job_now() end
from judged j
where e.id = j.id and e.failing_since = j.failing_since and not e.disabled
returning e.id, j.days`,
}

export type JudgedFailing = { id: string; days: number }

/**
 * Deliveries that an endpoint missed because it was disabled, newest first and at most 10,000 looked at. What was waiting then is older:
 * schedules are two weeks long at most, nearly always. $1 endpoint · $2, $3 disabled from, until (null: still)
 */
export const countMissed = {
  name: 'count-missed',
  text: `
select count(*) filter (where state in (4, 5) and reason = 1)::int as count, count(*)::int as examined
from (
  select state, reason from delivery
  where endpoint_id = $1::uuid and message_id >= uuid_v7_floor($2::timestamptz - interval '14 days') and message_id < uuid_v7_floor(coalesce($3::timestamptz, pgboss.job_now() + interval '1 minute'))
  order by message_id desc limit 10000) d`,
}
