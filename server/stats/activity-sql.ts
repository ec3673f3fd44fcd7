/** $1 application · $2 seconds of a step · $3 steps. The last step is the one that is going on. */
const span = `span as materialized (
  select date_bin(make_interval(secs => $2::float8), pgboss.job_now(), 'epoch'::timestamptz) - make_interval(secs => $2::float8 * ($3::int - 1)) as since)`

const ofEndpoints = (table: string, time: string, since: string) => `
  select x.* from endpoint e cross join lateral (
    select ${time} as at, outcome, bucket, count::bigint as count from ${table}
    where endpoint_id = e.id and ${time} >= ${since} and ${time} >= (select since from span)) x
  where e.application_id = $1::uuid`

const sources = {
  minute: ofEndpoints('delivery_stat', 'minute', '(select since from span)'),
  /** Rolled-up rows, and the minutes that are not in them yet. */
  hour: `${ofEndpoints('delivery_stat_hour', 'hour', '(select since from span)')}
  union all ${ofEndpoints('delivery_stat', 'minute', 'stat_rolled_up_to()')}`,
}

/** What came of an application's attempts, by step, along the index of each endpoint; a single row without an outcome when there were none. */
export const readActivity = (source: keyof typeof sources) => ({
  name: `read-activity-by-${source}`,
  text: `
with ${span}, s as (${sources[source]})
select pgboss.job_now() as now, span.since, g.at, g.outcome, g.bucket, g.count
from span left join (
  select date_bin(make_interval(secs => $2::float8), at, 'epoch'::timestamptz) as at, outcome, bucket, sum(count)::float8 as count
  from s group by 1, 2, 3) g on true`,
})
