/** What waits, among so many of an endpoint's newest deliveries; schedules are two weeks long at most, nearly always. $1 endpoints · $2 how many */
export const countWaiting = {
  name: 'count-waiting',
  text: `
select e.id as endpoint_id, w.*
from unnest($1::uuid[]) as e(id)
cross join lateral (
  select count(*) filter (where state in (0, 1))::int as count, count(*)::int as examined,
    (array_agg(message_id order by message_id) filter (where state in (0, 1)))[1] as oldest_message_id,
    min(next_attempt_at) filter (where state in (0, 1)) as next_attempt_at
  from (
    select state, message_id, next_attempt_at from delivery
    where endpoint_id = e.id and message_id >= uuid_v7_floor(pgboss.job_now() - interval '14 days')
    order by message_id desc limit $2::int) d) w`,
}

export type WaitingRow = {
  endpoint_id: string
  count: number
  examined: number
  oldest_message_id: string | null
  next_attempt_at: Date | null
}

/** Attempts of an endpoint by day and outcome, the last 30 days: what is rolled up, and the minutes that are not yet. $1 endpoint */
export const readDays = {
  name: 'read-days-of-endpoint',
  text: `
with first as materialized (select date_trunc('day', pgboss.job_now() - interval '29 days', 'UTC') as day),
counted as (
  select day, outcome, count from delivery_stat_day where endpoint_id = $1::uuid and day >= (select day from first)
  union all
  select date_trunc('day', minute, 'UTC'), outcome, count from delivery_stat
  where endpoint_id = $1::uuid and minute >= stat_rolled_up_to() and minute >= (select day from first))
select d.day, coalesce(sum(count) filter (where outcome = 2), 0)::int as delivered,
  coalesce(sum(count) filter (where outcome = 1), 0)::int as retrying, coalesce(sum(count) filter (where outcome = 3), 0)::int as failed
from generate_series((select day from first), pgboss.job_now(), interval '1 day') as d(day) left join counted c on c.day = d.day
group by 1 order by 1`,
}

export type DayRow = { day: Date; delivered: number; retrying: number; failed: number }

/**
 * How long the successful answers of the last 24 hours took, as buckets of the histogram, and the last success among the newest thousand
 * attempts. $1 endpoint
 */
export const readAnswers = {
  name: 'read-answers-of-endpoint',
  text: `
with first as materialized (select date_trunc('hour', pgboss.job_now() - interval '23 hours', 'UTC') as hour),
counted as (
  select bucket, count from delivery_stat_hour where endpoint_id = $1::uuid and outcome = 2 and hour >= (select hour from first)
  union all
  select bucket, count from delivery_stat
  where endpoint_id = $1::uuid and outcome = 2 and minute >= stat_rolled_up_to() and minute >= (select hour from first)),
summed as (select bucket, sum(sum(count)) over (order by bucket) as up_to, sum(sum(count)) over () as whole from counted group by bucket)
select min(bucket) filter (where up_to >= 0.5 * whole) as p50_bucket, min(bucket) filter (where up_to >= 0.95 * whole) as p95_bucket, (
  select started_at from (
    select id, started_at, error from attempt where endpoint_id = $1::uuid order by id desc limit 1000) t
  where error = 0 order by id desc limit 1) as last_success_at
from summed`,
}

export type AnswersRow = { p50_bucket: number | null; p95_bucket: number | null; last_success_at: Date | null }
