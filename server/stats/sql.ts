/**
 * The minutes to add to hours and days next: from the first that is not in them yet, ten at most, up to a moment that no row can be
 * late for. Null: none. Takes the lock on the progress.
 *
 * A row's minute is the start of the transaction that wrote it, so a late row comes from a transaction that is still open: its start is
 * in pg_stat_activity, and nothing from that minute on is rolled up. $1: seconds at least, for transactions that have begun but not shown
 * themselves yet and for a clock that was set back a little. A statement of its own, before the one that reads the minutes: that one's
 * snapshot is then taken after these transactions were seen to be over.
 */
export const findRollUpSpan = {
  name: 'find-roll-up-span',
  text: `
with settled as materialized (
  select date_trunc('minute', pgboss.job_now() - greatest(make_interval(secs => $1::float8), (
    select max(now() - xact_start) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()))) as minute)
select first.minute as "from", least(first.minute + interval '10 minutes', settled.minute) as "to"
from delivery_stat_progress p cross join settled cross join lateral (
  select min(minute) as minute from delivery_stat where minute >= p.rolled_up_to and minute < settled.minute) first
for update of p`,
}

export type RollUpSpan = { from: Date | null; to: Date | null }

/** Adds the minutes from $1 to before $2 to their hours (by endpoint and by environment) and days, and notes it: all or nothing, so that each minute counts once. */
export const rollUpSpan = {
  name: 'roll-up-span',
  text: `
with minutes as materialized (
  select s.minute, s.endpoint_id, s.outcome, s.bucket, e.application_id, a.environment_id, s.count, s.total_us
  from delivery_stat s join endpoint e on e.id = s.endpoint_id join application a on a.id = e.application_id
  where s.minute >= $1::timestamptz and s.minute < $2::timestamptz),
hours as (
  insert into delivery_stat_hour as h (hour, endpoint_id, outcome, bucket, application_id, environment_id, count, total_us)
  select date_trunc('hour', minute, 'UTC') as hour, endpoint_id, outcome, bucket, application_id, environment_id, sum(count), sum(total_us)
  from minutes group by 1, 2, 3, 4, 5, 6
  on conflict (hour, endpoint_id, outcome, bucket)
    do update set count = h.count + excluded.count, total_us = h.total_us + excluded.total_us),
environments as (
  insert into delivery_stat_environment as v (environment_id, hour, outcome, bucket, count)
  select environment_id, date_trunc('hour', minute, 'UTC') as hour, outcome, bucket, sum(count) from minutes group by 1, 2, 3, 4
  on conflict (environment_id, hour, outcome, bucket) do update set count = v.count + excluded.count),
days as (
  insert into delivery_stat_day as d (day, endpoint_id, outcome, bucket, application_id, environment_id, count, total_us)
  select date_trunc('day', minute, 'UTC') as day, endpoint_id, outcome, bucket, application_id, environment_id, sum(count), sum(total_us)
  from minutes group by 1, 2, 3, 4, 5, 6
  on conflict (day, endpoint_id, outcome, bucket)
    do update set count = d.count + excluded.count, total_us = d.total_us + excluded.total_us)
update delivery_stat_progress set rolled_up_to = $2::timestamptz`,
}

/** The oldest rows of a table, as many as $1. In order, so that it is the key that is walked, and not the table. */
const deleteOldest = (name: string, table: string, time: string, before: string) => ({
  name,
  text: `
delete from ${table} where ctid = any (array(select ctid from ${table} where ${time} < ${before} order by ${time} limit $1::int))`,
})

/** A minute goes only when it is in its hour and its day. */
export const forgetMinutes = deleteOldest(
  'forget-stat-minutes',
  'delivery_stat',
  'minute',
  `least(pgboss.job_now() - interval '2 days', (select rolled_up_to from delivery_stat_progress))`,
)
export const forgetHours = deleteOldest('forget-stat-hours', 'delivery_stat_hour', 'hour', `pgboss.job_now() - interval '90 days'`)
export const forgetHoursOfEnvironments = deleteOldest(
  'forget-stat-hours-of-environments',
  'delivery_stat_environment',
  'hour',
  `pgboss.job_now() - interval '90 days'`,
)
export const forgetDays = deleteOldest('forget-stat-days', 'delivery_stat_day', 'day', `pgboss.job_now() - interval '2 years'`)
