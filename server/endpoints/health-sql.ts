/**
 * What the health of endpoints is judged by: of each its last five attempts, those of the last hour (200 at most), and how long answers
 * took in the week before. $1 endpoints
 */
export const readPulses = {
  name: 'read-endpoint-pulses',
  text: `
select e.id as endpoint_id, pgboss.job_now() as now, endpoint_fails(e.id) as failing, recent.*, norm.*
from unnest($1::uuid[]) as e(id)
cross join lateral (
  select count(*)::int as recent_count, (count(*) filter (where status = 429))::int as refused_count,
    min(started_at) filter (where status = 429) as refused_since,
    percentile_disc(0.95) within group (order by total_us) filter (where error = 0) as p95_us, min(started_at) as recent_since
  from (
    select status, error, total_us, started_at from attempt
    where endpoint_id = e.id and id >= uuid_v7_floor(pgboss.job_now() - interval '1 hour') order by id desc limit 200) r) recent
cross join lateral (
  select min(bucket) filter (where up_to >= 0.95 * whole) as norm_bucket, coalesce(max(whole), 0)::int as norm_count
  from (
    select bucket, sum(count) over (order by bucket) as up_to, sum(count) over () as whole from delivery_stat_hour
    where endpoint_id = e.id and outcome = 2 and hour between pgboss.job_now() - interval '7 days' and pgboss.job_now() - interval '1 hour') h) norm`,
}

export type PulseRow = {
  now: Date
  failing: boolean
  recent_count: number
  refused_count: number
  refused_since: Date | null
  p95_us: number | null
  norm_bucket: number | null
  norm_count: number
  recent_since: Date | null
}

const incidentColumns = 'status, error, response_headers, remote_address, started_at'

/** The first failure from a moment on, and the last success before it. $1 endpoint · $2 the moment */
export const readIncident = {
  name: 'read-endpoint-incident',
  text: `
(select ${incidentColumns} from attempt
 where endpoint_id = $1::uuid and id >= uuid_v7_floor($2::timestamptz) and error > 0 order by id limit 1)
union all
(select ${incidentColumns} from attempt
 where endpoint_id = $1::uuid and id < uuid_v7_floor($2::timestamptz) and error = 0 order by id desc limit 1)`,
}

export type IncidentRow = {
  status: number | null
  error: number
  response_headers: string | null
  remote_address: string | null
  started_at: Date
}
