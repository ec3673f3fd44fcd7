/** Workers that were seen within a day. */
export const readWorkers = {
  name: 'read-workers',
  text: `
select id, name, version, in_flight, started_at, seen_at, seen_at > pgboss.job_now() - interval '30 seconds' as alive
from worker order by alive desc, id desc limit 200`,
}

export type WorkerRow = { id: number; name: string; version: string; in_flight: number; started_at: Date; seen_at: Date; alive: boolean }

export const maxCounted = 10_000

const dueIn = (name: string) => `
  select count(*)::int as due, coalesce(max(extract(epoch from pgboss.job_now() - start_after)), 0)::float8 as oldest_due_seconds from (
    select start_after from pgboss.job
    where name = ${name} and state < 'active' and not blocked and priority >= due_priority(pgboss.job_now())
    order by priority desc, created_on limit ${maxCounted}) due`

/**
 * Depth and age of the queues, lanes together: what is due along the index by which jobs are fetched, and of all the estimate that the
 * statistics collector keeps.
 */
export const readQueues = {
  name: 'read-queues',
  text: `
select q.name, d.due, d.oldest_due_seconds, coalesce(t.n_live_tup, 0)::float8 as about
from (values ('deliver'), ('retry'), ('replay')) q(name)
cross join lateral (${dueIn('q.name')}) d
left join pgboss.queue b on b.name = q.name
left join pg_stat_all_tables t on t.schemaname = 'pgboss' and t.relname = b.table_name
union all
select 'lanes', coalesce(sum(d.due), 0)::int, coalesce(max(d.oldest_due_seconds), 0),
  coalesce((select n_live_tup from pg_stat_all_tables where schemaname = 'pgboss' and relname = 'job_common'), 0)::float8
from (select endpoint_id from lane where state = 'open' order by opened_at limit 1000) l
cross join lateral (${dueIn(`'lane/' || l.endpoint_id`)}) d`,
}

export type QueueRow = { name: 'deliver' | 'retry' | 'replay' | 'lanes'; due: number; oldest_due_seconds: number; about: number }

export const readLanes = {
  name: 'read-lanes',
  text: `select reason, count(*)::int as count from lane where state = 'open' group by reason order by reason`,
}

/** Of one minute: a range of the newest partition's key. */
export const maxIngested = 1_000_000
export const readIngest = {
  name: 'read-ingest',
  text: `
select pgboss.job_now() as now, current_setting('server_version') as postgres, pg_database_size(current_database())::float8 as database_bytes,
  (select count(*)::int from (
    select from message where id >= uuid_v7_floor(pgboss.job_now() - interval '1 minute') limit ${maxIngested}) m) as ingested`,
}

export type IngestRow = { now: Date; postgres: string; database_bytes: number; ingested: number }

/** Tables of weeks with what belongs to them (indexes, large values), and the other tables' sums by what they are for. */
export const readSizes = {
  name: 'read-sizes',
  text: `
select m[1] as parent, m[2]::int as week, week_start(m[2]::int) as starts_at, sum(pg_total_relation_size(c.oid))::float8 as bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
cross join lateral (select coalesce(
  regexp_match(c.relname, '^(message|delivery|attempt|payload)_([0-9]{1,6})$'),
  array[case
    when n.nspname = 'pgboss' then 'Queue'
    when c.relname like 'message\\_key%' then 'Keys of messages'
    when c.relname like 'delivery\\_stat%' then 'Statistics'
    else 'Everything else' end, null]) as m) named
where c.relkind = 'r' and (n.nspname = 'pgboss' or n.oid = 'public'::regnamespace)
group by 1, 2, 3 order by week desc nulls last, bytes desc`,
}

export type SizeRow = { parent: string; week: number | null; starts_at: Date | null; bytes: number }

export const readFindings = {
  name: 'read-findings',
  text: `select found_at, without_job, with_needless_job from reconciler_finding order by found_at desc limit 50`,
}

export type FindingRow = { found_at: Date; without_job: number; with_needless_job: number }
