/** Where the steps begin. $2 seconds of a step · $3 steps. The last step is the one that is going on. */
export const span = `span as materialized (
  select date_bin(make_interval(secs => $2::float8), pgboss.job_now(), 'epoch'::timestamptz) - make_interval(secs => $2::float8 * ($3::int - 1)) as since)`

/** Sums of `source` (at, outcome, bucket, count, since `span`) by step; a single row without an outcome when there were none. $1 is the source's. */
export const outcomesByStep = (source: string) => `
with ${span}, s as (${source})
select pgboss.job_now() as now, span.since, g.at, g.outcome, g.bucket, g.count
from span left join (
  select date_bin(make_interval(secs => $2::float8), at, 'epoch'::timestamptz) as at, outcome, bucket, sum(count)::float8 as count
  from s group by 1, 2, 3) g on true`

export type OutcomeRow = { now: Date; since: Date; at: Date | null; outcome: number; bucket: number; count: number }
