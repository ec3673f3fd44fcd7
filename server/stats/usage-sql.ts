/** What is summed up application by application: a slice of them, in order of their ids, by each statement. */
const slice = `
slice as materialized (
  select id, uid from application
  where environment_id = $1::uuid and id > $2::uuid and deleted_at is null and not internal and ($4::uuid[] is null or id = any ($4::uuid[]))
  order by id limit $3::int)`

/** Outcomes that an attempt came to: retrying, delivered, failed. */
const attempted = 'outcome in (1, 2, 3)'

/**
 * Attempts by application out of the sums of hours and days, with the minutes that are in neither yet; endpoints that are deleted by now
 * count. Hours and days, which an endpoint has at most thousands of, are found by its index.
 * $1 environment · $2 the application before · $3 rows · $4 ids, null: all · $5 first hour · $6, $7 whole days, from and to before ·
 * $8 the end of the last hour
 */
export const countByApplication = {
  name: 'count-by-application',
  text: `
with ${slice},
fresh as materialized (
  select endpoint_id, sum(count) as count from delivery_stat
  where minute >= greatest($5::timestamptz, stat_rolled_up_to()) and minute < $8::timestamptz and ${attempted}
  group by endpoint_id),
counted as (
  select s.id, coalesce(r.count, 0) + coalesce(f.count, 0) as count
  from slice s
  join endpoint e on e.application_id = s.id
  cross join lateral (
    select sum(count) as count from (
      select count from delivery_stat_hour
      where endpoint_id = e.id and hour >= $5::timestamptz and hour < $6::timestamptz and ${attempted}
      union all
      select count from delivery_stat_day
      where endpoint_id = e.id and day >= $6::timestamptz and day < $7::timestamptz and ${attempted}
      union all
      select count from delivery_stat_hour
      where endpoint_id = e.id and hour >= $7::timestamptz and hour < $8::timestamptz and ${attempted}) sums offset 0) r
  left join fresh f on f.endpoint_id = e.id)
select s.id, s.uid, coalesce(sum(c.count), 0)::float8 as count from slice s left join counted c on c.id = s.id group by s.id, s.uid order by s.id`,
}

export type ApplicationCount = { id: string; uid: string | null; count: number }

/** What the endpoints of each application subscribe to. $1 to $4 as above */
export const subscriptionsByApplication = {
  name: 'subscriptions-by-application',
  text: `
with ${slice}
select s.id, coalesce(array_agg(distinct t.name order by t.name) filter (where t.name is not null), '{}') as event_types,
  coalesce(bool_or(e.event_types = '{}'), false) as catch_all
from slice s
left join endpoint e on e.application_id = s.id and e.deleted_at is null
left join lateral unnest(e.event_types) as t(name) on true
group by s.id order by s.id`,
}

export type ApplicationSubscriptions = { id: string; event_types: string[]; catch_all: boolean }
