import { queueOptions } from '#server/queue.ts'

/**
 * Statements of lanes (ARCHITECTURE section 6). The row in `lane` decides where new jobs go: ingest and record join it. The queue
 * exists as long as the row does. $-parameters are named in each comment.
 */

/** $1 endpoint · $2 reason · $3 worker · $4 lease seconds. Keeps the lease of another worker that drains it already. */
export const openLane = {
  name: 'open-lane',
  text: `
with queue as (select pgboss.create_queue('lane/' || $1::text, '${JSON.stringify(queueOptions)}'::jsonb))
insert into lane (endpoint_id, reason, state, owner, lease_until, opened_at)
select $1::uuid, $2::text, 'open', $3::int, pgboss.job_now() + make_interval(secs => $4::float8), pgboss.job_now() from queue
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
 * $1 queues · $2 job ids · $3 claims
 */
export const moveClaimed = {
  name: 'move-claimed',
  text: `
update pgboss.job j set name = 'lane/' || j.group_id, state = 'retry' from unnest($2::uuid[], $3::int[]) as i(id, claim)
where j.name = any ($1::text[]) and j.id = i.id and j.retry_count = i.claim and j.state = 'active'`,
}

/** $1 worker · $2 endpoints · $3 lease seconds: leases that are still this worker's, made longer. */
export const renewLeases = {
  name: 'renew-leases',
  text: `
update lane set lease_until = pgboss.job_now() + make_interval(secs => $3::float8)
where owner = $1::int and state = 'open' and endpoint_id = any ($2::uuid[]) returning endpoint_id`,
}

/**
 * Free lanes, up to an even share among the workers that are alive. Also says what the share is, so that a worker with more lets go.
 * $1 worker · $2 lanes held · $3 lease seconds
 */
export const takeLanes = {
  name: 'take-lanes',
  text: `
with share as (
  select ceil((select count(*) from lane where state = 'open')::numeric
    / greatest(1, (select count(*) from worker where seen_at > pgboss.job_now() - interval '10 seconds')))::int as lanes),
free as (
  select endpoint_id from lane where state = 'open' and (owner is null or lease_until <= pgboss.job_now())
  order by endpoint_id limit greatest(0, (select lanes from share) - $2::int) for update skip locked),
taken as (
  update lane set owner = $1::int, lease_until = pgboss.job_now() + make_interval(secs => $3::float8)
  from free where lane.endpoint_id = free.endpoint_id returning lane.endpoint_id)
select (select lanes from share) as share, array(select endpoint_id::text from taken) as taken`,
}

/** $1 worker · $2 endpoints */
export const releaseLanes = {
  name: 'release-lanes',
  text: `update lane set owner = null, lease_until = null where owner = $1::int and endpoint_id = any ($2::uuid[])`,
}

/** $1 worker · $2 endpoints: quick and empty for long enough. Row and queue stay for the janitor. */
export const closeLanes = {
  name: 'close-lanes',
  text: `
update lane set state = 'closed', closed_at = pgboss.job_now(), owner = null, lease_until = null
where owner = $1::int and endpoint_id = any ($2::uuid[])`,
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
