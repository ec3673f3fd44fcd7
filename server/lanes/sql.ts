import { heldJobs, queueOptions } from '#server/queue.ts'

/**
 * Statements of lanes (ARCHITECTURE.md, Lanes). The row in `lane` decides where new jobs go: ingest and record join it. The queue
 * exists as long as the row does. $-parameters are named in each comment.
 */

/** $1 endpoint · $2 reason · $3 worker · $4 lease seconds. Keeps the lease of another worker that drains it already. */
export const openLane = {
  name: 'open-lane',
  text: `
with queue as (select pgboss.create_queue('lane/' || $1::text, '${JSON.stringify(queueOptions)}'::jsonb))
insert into lane (endpoint_id, lease_key, reason, state, owner, lease_until, opened_at)
select $1::uuid, $1::uuid, $2::text, 'open', $3::int, pgboss.job_now() + make_interval(secs => $4::float8), pgboss.job_now() from queue
on conflict (endpoint_id) do update set state = 'open', closed_at = null,
  reason = case when lane.state = 'open' then lane.reason else excluded.reason end,
  opened_at = case when lane.state = 'open' then lane.opened_at else excluded.opened_at end,
  owner = case when lane.state = 'open' and lane.lease_until > pgboss.job_now() then lane.owner else excluded.owner end,
  lease_until = case when lane.state = 'open' and lane.lease_until > pgboss.job_now() then lane.lease_until else excluded.lease_until end
returning owner`,
}

/** $1 endpoint: ids of its due jobs in the hot queues, newest first, because the oldest are about to be claimed (and moved) anyway. */
export const findWaiting = {
  name: 'find-waiting',
  text: `
select array(select id from pgboss.job where name in ('deliver', 'retry', 'replay') and group_id = $1::text and state < 'active'
    and priority >= due_priority(pgboss.job_now()) order by created_on desc limit 100000) as ids`,
}

/** $1 endpoint · $2 job ids: into its lane, unless they were claimed meanwhile. */
export const moveWaiting = {
  name: 'move-waiting',
  text: `
update pgboss.job set name = 'lane/' || $1::text
where name in ('deliver', 'retry', 'replay') and id = any ($2::uuid[]) and group_id = $1::text and state < 'active'`,
}

/**
 * Jobs claimed from the wrong queue: into their endpoint's lane. `started_on` stays, so that the next claim counts and fences this one.
 * $1 queues · $2 job ids · $3 fences
 */
export const moveClaimed = {
  name: 'move-claimed',
  text: `
update pgboss.job j set name = 'lane/' || j.group_id, state = 'retry'
where ${heldJobs('$1', '$2', '$3')}`,
}

const settings = `lane.endpoint_id, lane.lease_key, lane.rate, lane.shared_rate, lane.paused,
  (extract(epoch from lane.ordered_until) * 1000)::float8 as ordered_until`

export type LaneRow = {
  endpoint_id: string
  lease_key: string
  rate: number | null
  shared_rate: number | null
  paused: boolean
  /** Database time in ms. */
  ordered_until: number | null
}

/**
 * Leases that are still this worker's, made longer, with the lanes' settings as they are now. Lanes that share a rate belong to one
 * worker; when two hold some, the one with the lower number keeps them. $1 worker · $2 endpoints · $3 lease seconds
 */
export const renewLeases = {
  name: 'renew-leases',
  text: `
update lane set lease_until = pgboss.job_now() + make_interval(secs => $3::float8)
where owner = $1::int and state = 'open' and endpoint_id = any ($2::uuid[]) and not exists (
  select from lane o where o.lease_key = lane.lease_key and o.owner < $1::int and o.lease_until > pgboss.job_now())
returning ${settings}`,
}

/**
 * Free lanes, up to an even share among the workers that are alive; those with the same lease key together. `$2` is the number of lanes
 * held. The first row says what the share is, so that a worker with more lets go. $1 worker · $2 lanes held · $3 lease seconds
 */
export const takeLanes = {
  name: 'take-lanes',
  text: `
with share as (
  select ceil((select count(*) from lane where state = 'open')::numeric
    / greatest(1, (select count(*) from worker where seen_at > pgboss.job_now() - interval '10 seconds')))::int as lanes),
free as (
  select lease_key from lane where state = 'open' group by lease_key
  having bool_and(owner is null or lease_until <= pgboss.job_now())
  order by lease_key limit greatest(0, (select lanes from share) - $2::int)),
locked as (
  select endpoint_id from lane join free using (lease_key)
  where state = 'open' and (owner is null or lease_until <= pgboss.job_now()) for update of lane skip locked),
taken as (
  update lane set owner = $1::int, lease_until = pgboss.job_now() + make_interval(secs => $3::float8)
  from locked where lane.endpoint_id = locked.endpoint_id returning ${settings})
select s.lanes as share, t.* from share s left join taken t on true`,
}

/**
 * After a limit of an endpoint or its application has changed: its lane is opened with the settings, or loses them and closes when it is
 * empty. In the transaction of the change, so that the two are never apart. What waited behind a pause goes out in order. $1 endpoints
 */
export const syncLanes = {
  name: 'sync-lanes',
  text: `
with wanted as materialized (
  select e.id, e.rate_limit, a.rate_limit as shared_rate, e.paused_at is not null as paused,
    e.deleted_at is null and (e.rate_limit is not null or a.rate_limit is not null or e.paused_at is not null) as limited,
    case when a.rate_limit is null then e.id else a.id end as lease_key
  from endpoint e join application a on a.id = e.application_id where e.id = any ($1::uuid[])),
queues as materialized (
  select id, pgboss.create_queue('lane/' || id, '${JSON.stringify(queueOptions)}'::jsonb) from wanted where limited),
opened as (
  insert into lane (endpoint_id, lease_key, reason, state, rate, shared_rate, paused, opened_at)
  select w.id, w.lease_key, 'limit', 'open', w.rate_limit, w.shared_rate, w.paused, pgboss.job_now() from wanted w join queues q using (id)
  on conflict (endpoint_id) do update set state = 'open', closed_at = null, reason = 'limit', lease_key = excluded.lease_key,
    rate = excluded.rate, shared_rate = excluded.shared_rate, paused = excluded.paused,
    ordered_until = case when lane.paused and not excluded.paused then pgboss.job_now() else lane.ordered_until end)
update lane set rate = null, shared_rate = null, paused = false, lease_key = endpoint_id,
  ordered_until = case when lane.paused then pgboss.job_now() else lane.ordered_until end
from wanted w where lane.endpoint_id = w.id and not w.limited and (lane.rate is not null or lane.shared_rate is not null or lane.paused)`,
}

/** Changes of an application's rates one after the other. $1 application */
export const lockRates = {
  name: 'lock-rates',
  text: `select id from application where id = $1::uuid for no key update`,
}

/** $1 worker · $2 endpoints */
export const releaseLanes = {
  name: 'release-lanes',
  text: `update lane set owner = null, lease_until = null where owner = $1::int and endpoint_id = any ($2::uuid[])`,
}

/** $1 worker · $2 endpoints: quick, empty and without a limit for long enough. Row and queue stay for the janitor. */
export const closeLanes = {
  name: 'close-lanes',
  text: `
update lane set state = 'closed', closed_at = pgboss.job_now(), owner = null, lease_until = null
where owner = $1::int and endpoint_id = any ($2::uuid[]) and rate is null and shared_rate is null and not paused
returning endpoint_id`,
}

/** $1 endpoints: jobs that are in flight in each lane, here or with an earlier owner. */
export const countActive = {
  name: 'count-active',
  text: `
select e.id::text as endpoint_id, count(*)::int as active from unnest($1::uuid[]) as e(id)
join pgboss.job j on j.name = 'lane/' || e.id and j.state = 'active' and j.group_id is not null group by e.id`,
}

/** What a statement of the moment of closing still put into a closed lane: back to the hot queues. */
export const moveStragglers = {
  name: 'move-stragglers',
  text: `
update pgboss.job j set name = case when j.started_on is null and j.start_after <= pgboss.job_now() then 'deliver' else 'retry' end
from (
  select s.name, s.id from lane l join pgboss.job_common s on s.name = 'lane/' || l.endpoint_id and s.state < 'active'
  where l.state = 'closed' limit 2000 for update of s skip locked) s
where j.name = s.name and j.id = s.id`,
}

/** Lanes closed for an hour whose queue is empty: row and queue go. Never pg-boss's deleteQueue, which deletes jobs too. */
export const dropLanes = {
  name: 'drop-lanes',
  text: `
with old as (
  select l.endpoint_id from lane l join pgboss.queue q on q.name = 'lane/' || l.endpoint_id
  where l.state = 'closed' and l.closed_at < pgboss.job_now() - interval '1 hour' for update),
empty as (
  select endpoint_id from old where not exists (select from pgboss.job_common j where j.name = 'lane/' || old.endpoint_id)),
row_gone as (delete from lane l using empty where l.endpoint_id = empty.endpoint_id)
delete from pgboss.queue q using empty where q.name = 'lane/' || empty.endpoint_id`,
}
