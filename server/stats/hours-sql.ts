/**
 * Attempts of the last 24 hours, hour by hour: what is rolled up, endpoint by endpoint, and the minutes that are not yet. `members` yields endpoints (id), each
 * with whom it counts for (key); 0 is the oldest hour, 23 the one that runs.
 */
const hoursOf = (members: string) => `
with member as materialized (${members}),
first as materialized (select date_trunc('hour', pgboss.job_now() - interval '23 hours', 'UTC') as hour),
counted as (
  select m.key, s.hour, s.outcome, s.count
  from member m cross join lateral (
    select hour, outcome, count from delivery_stat_hour where endpoint_id = m.id and hour >= (select hour from first) offset 0) s
  union all
  select m.key, date_trunc('hour', s.minute, 'UTC'), s.outcome, s.count
  from delivery_stat s join member m on m.id = s.endpoint_id
  where s.minute >= stat_rolled_up_to() and s.minute >= (select hour from first))
select key, (extract(epoch from hour - (select hour from first)) / 3600)::int as index,
  coalesce(sum(count) filter (where outcome = 2), 0)::int as delivered, sum(count)::int as attempted
from counted where outcome in (1, 2, 3) group by 1, 2`

/** By endpoint. $1 endpoints */
export const readHoursOfEndpoints = {
  name: 'read-hours-of-endpoints',
  text: hoursOf('select id, id as key from unnest($1::uuid[]) as e(id)'),
}

/** By application. $1 applications */
export const readHoursOfApplications = {
  name: 'read-hours-of-applications',
  text: hoursOf('select id, application_id as key from endpoint where application_id = any ($1::uuid[]) and deleted_at is null'),
}

export type HourRow = { key: string; index: number; delivered: number; attempted: number }
