import { heldJobs } from '#server/queue.ts'

/** $1 name · $2 version. Returns the worker's number and database time in ms. */
export const registerWorker = {
  name: 'register-worker',
  text: `
insert into worker (name, version, started_at, seen_at) values ($1::text, $2::text, pgboss.job_now(), pgboss.job_now())
returning id, (extract(epoch from pgboss.job_now()) * 1000)::float8 as now`,
}

export const unregisterWorker = { name: 'unregister-worker', text: `delete from worker where id = $1::int` }

/** Says "still at it" for the worker and for the jobs it holds. $1 worker · $2 in flight · $3 queues · $4 job ids · $5 fences */
export const touch = {
  name: 'touch',
  text: `
with jobs as (
  update pgboss.job j set heartbeat_on = pgboss.job_now() where ${heldJobs('$3', '$4', '$5')}),
alive as (update worker set seen_at = pgboss.job_now(), in_flight = $2::int where id = $1::int)
select (extract(epoch from pgboss.job_now()) * 1000)::float8 as now`,
}

/**
 * Jobs whose worker has not touched them for $1 seconds: back into their queue, due since long, and marked (`r`). Further tries are not
 * counted here but when they are begun (`countTry`): most of what a dead worker held only waited behind the one that killed it.
 * A row that somebody else is at is left to the next look. `started_on` stays, because the next claim must count: that is the fence.
 * `group_id is not null` lets the index on active groups serve it.
 */
export const reap = {
  name: 'reap',
  text: `
with silent as materialized (
  select name, id from pgboss.job
  where name = any (array['deliver', 'retry', 'replay'] || array(select 'lane/' || endpoint_id from lane))
    and state = 'active' and group_id is not null and heartbeat_on < pgboss.job_now() - make_interval(secs => $1::float8)
  for update skip locked)
update pgboss.job j set state = 'retry',
  data = jsonb_set(j.data, '{r}', coalesce(j.data -> 'r', '1'))
from silent s where j.name = s.name and j.id = s.id
returning j.id`,
}

/** What was taken over is begun: one try more, should this worker not survive it. No row: the claim was lost. $1 queue · $2 job · $3 claim */
export const countTry = {
  name: 'count-try',
  text: `
update pgboss.job set data = jsonb_set(data, '{r}', to_jsonb((data ->> 'r')::int + 1))
where name = $1::text and id = $2::uuid and retry_count = $3::int and state = 'active'`,
}

/** Workers that have not been seen for a day are forgotten. */
export const forgetWorkers = { name: 'forget-workers', text: `delete from worker where seen_at < pgboss.job_now() - interval '1 day'` }
