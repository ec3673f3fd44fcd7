/** Replays that have something to do, oldest first; those that are over but still wait for what is in flight included. */
export const findActive = {
  name: 'find-active-replays',
  text: `
select id from replay where state in ('waiting', 'canary', 'running') or admitted > delivered + failed + skipped order by id`,
}

/**
 * Holds a replay for this transaction, so that of all workers one drives it; no row when another does, or when there is nothing to do.
 * `elapsed`: seconds since the pace was used up. $1 replay
 */
export const lockReplay = {
  name: 'lock-replay',
  text: `
select r.*, extract(epoch from pgboss.job_now() - r.paced_at)::float8 as elapsed, coalesce(e.failing_since is null, true) as healthy,
  case when e.deleted_at is not null then 'The endpoint was deleted.' when a.deleted_at is not null then 'The application was deleted.'
    when e.disabled then 'The endpoint was disabled.' end as obstacle
from replay r left join endpoint e on e.id = r.endpoint_id left join application a on a.id = r.application_id
where r.id = $1::uuid and (r.state in ('waiting', 'canary', 'running') or r.admitted > r.delivered + r.failed + r.skipped)
for update of r skip locked`,
}

export type ReplayRow = {
  id: string
  environment_id: string
  application_id: string | null
  endpoint_id: string | null
  states: number[]
  missing: boolean
  reasons: number[]
  errors: number[]
  status_class: number | null
  event_types: string[]
  channel: string | null
  tag: string | null
  since: Date | null
  until: Date | null
  canary: boolean
  rate: number | null
  starts: 'now' | 'healthy'
  state: 'waiting' | 'canary' | 'running' | 'finished' | 'canceled' | 'failed'
  reason: string | null
  total: number
  total_exact: boolean
  counted_message_id: string
  counted_endpoint_id: string
  cursor_message_id: string
  cursor_endpoint_id: string
  walked: boolean
  admitted: number
  delivered: number
  failed: number
  skipped: number
  canary_message_id: string | null
  canary_endpoint_id: string | null
  failed_message_id: string | null
  failed_endpoint_id: string | null
  elapsed: number
  healthy: boolean
  obstacle: string | null
}

/** What a step changes, in the order of the parameters of `saveReplay`. */
export const progressColumns = [
  'state',
  'reason',
  'total',
  'total_exact',
  'counted_message_id',
  'counted_endpoint_id',
  'cursor_message_id',
  'cursor_endpoint_id',
  'walked',
  'admitted',
  'delivered',
  'failed',
  'skipped',
  'canary_message_id',
  'canary_endpoint_id',
  'failed_message_id',
  'failed_endpoint_id',
] as const satisfies (keyof ReplayRow)[]

const parameterOf = (column: (typeof progressColumns)[number]): string => `$${progressColumns.indexOf(column) + 3}::int`
const counts = ['delivered', 'failed', 'skipped'] as const

/**
 * $1 replay · $2 admitted now, which uses up the pace; what was not used for a second is forfeited, so that a pause is not followed by a
 * burst · from $3 on the columns above. What has ended since the step before is added to the
 * second that runs; after the first minute, to the ten seconds.
 */
export const saveReplay = {
  name: 'save-replay',
  text: `
with ended as (
  insert into replay_progress (replay_id, at, ${counts.join(', ')})
  select id, date_bin(case when started_at < pgboss.job_now() - interval '1 minute' then interval '10 seconds' else interval '1 second' end,
    pgboss.job_now(), timestamptz 'epoch'), ${counts.map(count => `${parameterOf(count)} - ${count}`).join(', ')}
  from replay where id = $1::uuid and (${counts.map(parameterOf).join(', ')}) <> (${counts.join(', ')})
  on conflict (replay_id, at) do update set ${counts.map(count => `${count} = replay_progress.${count} + excluded.${count}`).join(', ')})
update replay set ${progressColumns.map((column, index) => `${column} = $${index + 3}`).join(', ')},
  paced_at = greatest(paced_at, pgboss.job_now() - interval '1 second') + coalesce($2::int * interval '1 second' / rate, interval '0'),
  started_at = coalesce(started_at, case when $3 in ('canary', 'running') then pgboss.job_now() end),
  ended_at = case when $3 in ('finished', 'canceled', 'failed') then coalesce(ended_at, pgboss.job_now()) end,
  updated_at = pgboss.job_now()
where id = $1::uuid`,
}

/**
 * Forgets the deliveries that have had the attempt which the replay made them wait for, and says how many came to what. A scheduled one
 * is over when its job is not the delivery's any more, a manual one when its job is gone: in this statement's snapshot, in which a job
 * and its attempt are never apart. Asked by the replay for its few, so that recording needs to know nothing of replays. $1 replay
 */
export const settleDeliveries = {
  name: 'settle-replay-deliveries',
  text: `
with open as materialized (
  select i.message_id, i.endpoint_id, i.job_id, i.manual, i.attempt_count, d.job_id as current_job_id
  from replay_delivery i
  left join lateral (select job_id from delivery where message_id = i.message_id and endpoint_id = i.endpoint_id offset 0) d on true
  where i.replay_id = $1::uuid),
over as materialized (
  select message_id, endpoint_id, attempt_count from open o
  where case when manual
    then (select true from pgboss.job j where j.id = o.job_id and j.name in ('deliver', 'retry', 'replay', 'lane/' || o.endpoint_id)) is null
    else current_job_id is distinct from job_id end),
ended as materialized (
  select o.message_id, o.endpoint_id, t.number, t.status, t.error
  from over o left join lateral (
    select number, status, error from attempt
    where message_id = o.message_id and endpoint_id = o.endpoint_id and number > o.attempt_count and not superseded
    order by error = 0 desc, number desc limit 1) t on true),
forgotten as (
  delete from replay_delivery i using ended e where i.replay_id = $1::uuid and i.message_id = e.message_id and i.endpoint_id = e.endpoint_id)
select x.*, f.message_id, f.endpoint_id, f.status, f.error
from (
  select count(*) filter (where error = 0)::int as delivered, count(*) filter (where error > 0)::int as failed,
    count(*) filter (where number is null)::int as skipped from ended) x
left join (select * from ended where error > 0 order by message_id, endpoint_id limit 1) f on true`,
}

/** With the first of those that failed. */
export type Settled = {
  delivered: number
  failed: number
  skipped: number
  message_id: string | null
  endpoint_id: string | null
  status: number | null
  error: number | null
}
