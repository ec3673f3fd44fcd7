/** `day`: since 1970. state: as of a week's table (server/partitions/sql.ts). */
export type DayTable = { day: number; state: 'attached' | 'detaching' | 'detached' }

/** Days of the log all of which are older than seven days. */
export const findOldDays = {
  name: 'find-old-days',
  text: `
select t.day, case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'detaching' else 'attached' end as state
from pg_class c
cross join lateral (select (regexp_match(c.relname, '^request_log_([0-9]{1,6})$'))[1]::int as day) t
left join pg_inherits i on i.inhrelid = c.oid
where c.relkind = 'r' and pg_table_is_visible(c.oid) and t.day < day_of(pgboss.job_now() - interval '7 days')
order by t.day`,
}

/**
 * Refused requests, as arrays. Whose they are is said by $1–$3, or, where those are null, found by the beginning of the token ($4): the
 * key that begins so, if it is only one. What belongs to nobody is left out.
 */
export const keepRefusals = {
  name: 'keep-refusals',
  text: `
insert into request_log (environment_id, actor_kind, actor_id, request_id, method, path, operation, status, code, reason, body, body_bytes, more)
select coalesce(r.environment_id, k.environment_id), coalesce(r.actor_kind, 'key'), coalesce(r.actor_id, k.id), r.request_id, r.method, r.path,
  r.operation, r.status, r.code, r.reason, r.body, r.body_bytes, r.more
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::smallint[], $10::text[],
  $11::text[], $12::text[], $13::int[], $14::int[])
  as r(environment_id, actor_kind, actor_id, token_start, request_id, method, path, operation, status, code, reason, body, body_bytes, more)
left join lateral (
  select (array_agg(environment_id))[1] as environment_id, (array_agg(id))[1] as id from api_key where prefix = r.token_start
  having count(*) = 1) k on r.environment_id is null
where coalesce(r.environment_id, k.environment_id) is not null`,
}

/**
 * One look at an environment's log, newest first by index: how far it went, and what matches. $1 environment, $2 before this id, $3 from
 * this id on, $4 rows to look at, $5 rows to return, $6 statuses, $7 operations, $8 actors; null: all.
 */
export const scanRequests = {
  name: 'scan-requests',
  text: `
with scanned as materialized (
  select id, status, operation, actor_id from request_log
  where environment_id = $1 and id < $2 and id >= $3 order by id desc limit $4),
matched as (
  select id from scanned
  where ($6::smallint[] is null or status = any($6)) and ($7::text[] is null or coalesce(operation, '') = any($7))
    and ($8::uuid[] is null or actor_id = any($8))
  order by id desc limit $5)
select (select count(*)::int from scanned) as looked_at, (select id from scanned order by id limit 1) as last_id,
  coalesce((select array_agg(id order by id desc) from matched), '{}') as ids`,
}

export type RequestScan = { looked_at: number; last_id: string | null; ids: string[] }

/** Requests by the id that their answer said, newest first; a caller that chooses ids may use one twice. */
export const findByRequestId = {
  name: 'find-by-request-id',
  text: `select id from request_log where environment_id = $1 and request_id = $2 and id >= $3 order by id desc limit 20`,
}

/** Who asked, as they are called now. Joined to `r`, which has actor_kind and actor_id. */
const actors = `
  left join api_key k on r.actor_kind = 'key' and k.id = r.actor_id
  left join portal_session s on r.actor_kind = 'portal' and s.id = r.actor_id
  left join integration i on r.actor_kind = 'integration' and i.id = r.actor_id
  left join application a on a.id = coalesce(s.application_id, i.application_id)`
const actorColumns = `r.actor_kind, r.actor_id, coalesce(k.name, i.name, a.name) as actor_name, k.prefix as actor_prefix`

/** Rows by their ids; joined by `unnest`, so that only their days are opened. $1 environment · $2 ids · $3 with their bodies */
export const readRequests = {
  name: 'read-requests',
  text: `
select r.id, r.request_id, ${actorColumns}, r.method, r.path, r.operation, r.status, r.code, r.reason, r.more,
  case when $3 then r.body end as body, r.body_bytes
from unnest($2::uuid[]) as wanted(id) join request_log r on r.id = wanted.id and r.environment_id = $1 ${actors}
order by r.id desc`,
}

export type ActorRow = {
  actor_kind: 'key' | 'portal' | 'integration'
  actor_id: string
  actor_name: string | null
  actor_prefix: string | null
}

export type RequestRow = ActorRow & {
  id: string
  request_id: string
  method: string
  path: string
  operation: string | null
  status: number
  code: string
  reason: string
  more: number
  body: string | null
  body_bytes: number | null
}

/** Operations and callers of the newest requests. $1 environment · $2 from this id on */
const newest = `select operation, actor_kind, actor_id from request_log where environment_id = $1 and id >= $2 order by id desc limit 10000`
export const readOperations = {
  name: 'read-operations',
  text: `select distinct operation from (${newest}) r order by operation nulls last limit 200`,
}
export const readActors = {
  name: 'read-actors',
  text: `
select ${actorColumns} from (select actor_kind, actor_id from (${newest}) n group by actor_kind, actor_id limit 200) r ${actors}
order by actor_kind = 'key' desc, actor_name`,
}
