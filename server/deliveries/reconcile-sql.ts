import { jobColumns, jobValues } from '#server/queue.ts'

/**
 * The invariant: a delivery in `pending` or `retrying` has exactly one scheduled job, the one in `job_id`; every other state has none.
 * State and job change in one transaction, so every snapshot shows both or neither: what this statement finds is a fault, and it is
 * repaired here. (The other direction, a job that no delivery knows, is dropped where it is claimed.)
 * Walks the deliveries by their key, a slice at a time. $1, $2: where the last slice ended · $3: rows.
 */
export const reconcileDeliveries = {
  name: 'reconcile-deliveries',
  text: `
with slice as materialized (
  select message_id, endpoint_id, state, job_id from delivery
  where message_id >= $1::uuid and (message_id, endpoint_id) > ($1::uuid, $2::uuid) order by message_id, endpoint_id limit $3::int),
lost as materialized (
  select *, uuid_v7() as new_job_id from slice s
  where state in (0, 1) and not exists (
    select from pgboss.job j where j.id = s.job_id and j.name = any (array['deliver', 'retry', 'replay', 'lane/' || s.endpoint_id]))),
given as (
  update delivery d set job_id = l.new_job_id, next_attempt_at = pgboss.job_now() from lost l
  where d.message_id = l.message_id and d.endpoint_id = l.endpoint_id and d.state in (0, 1) and d.job_id is not distinct from l.job_id
  returning d.message_id, d.endpoint_id, d.job_id),
jobs as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
  select g.job_id, coalesce('lane/' || l.endpoint_id, 'retry'), jsonb_build_object('m', g.message_id), g.endpoint_id::text,
    due_priority(pgboss.job_now()), pgboss.job_now(), pgboss.job_now(), ${jobValues}
  from given g left join lane l on l.endpoint_id = g.endpoint_id and l.state = 'open'),
taken as (
  update delivery d set job_id = null, next_attempt_at = null from slice s
  where s.state not in (0, 1) and s.job_id is not null
    and d.message_id = s.message_id and d.endpoint_id = s.endpoint_id and d.state = s.state and d.job_id = s.job_id
  returning s.endpoint_id, s.job_id),
dropped as (
  delete from pgboss.job j using taken t where j.id = t.job_id and j.name = any (array['deliver', 'retry', 'replay', 'lane/' || t.endpoint_id]))
select (select count(*) from given)::int as without_job, (select count(*) from taken)::int as with_needless_job, last.message_id, last.endpoint_id
from (select null) one left join (
  select message_id, endpoint_id from slice order by message_id desc, endpoint_id desc limit 1) last on true`,
}

/** In the transaction that repaired it. $1 without a job · $2 with a needless one */
export const noteFinding = {
  name: 'note-finding',
  text: `insert into reconciler_finding (found_at, without_job, with_needless_job) values (pgboss.job_now(), $1::int, $2::int)`,
}

/** $1 rows */
export const forgetFindings = {
  name: 'forget-findings',
  text: `
delete from reconciler_finding where ctid = any (array(
  select ctid from reconciler_finding where found_at < pgboss.job_now() - interval '90 days' order by found_at limit $1::int))`,
}

export type Reconciled = { without_job: number; with_needless_job: number; message_id: string | null; endpoint_id: string | null }
