/** Makes the partitions of the coming weeks that are not there yet; see `create_partitions` in the migrations. */
export const createPartitions = { name: 'create-partitions', text: `select create_partitions(pgboss.job_now())` }

/**
 * For how many whole weeks after this one every message still finds its partitions; below 0, some are refused already. A payload posted
 * now may live for 90 days, so its weeks count from there.
 */
export const readWeeksAhead = {
  name: 'read-weeks-ahead',
  text: `
select min(missing.week - 1 - week_of(pgboss.job_now() + needed.life))::int as weeks_ahead
from (values ('message', interval '0'), ('delivery', '0'), ('attempt', '0'), ('search_value', '0'), ('payload', '90 days')) as needed(parent, life)
cross join lateral (
  select min(week) as week from generate_series(week_of(pgboss.job_now()), week_of(pgboss.job_now()) + 30) as week
  where not exists (
    select from pg_inherits
    where inhparent = needed.parent::regclass and inhrelid = to_regclass(needed.parent || '_' || week) and not inhdetachpending)) missing`,
}

export type WeekTable = {
  parent: 'message' | 'delivery' | 'attempt' | 'search_value' | 'payload'
  week: number
  /** detaching: a detach began and did not come to its end · detached: a table by itself, left to be dropped */
  state: 'attached' | 'detaching' | 'detached'
}

/**
 * Tables of weeks that are over, in the order in which they go. $1 days that messages are kept: the whole week must be older.
 * A payload's week is the week in which it expires, so a past one holds nothing that may be shown.
 */
export const findOldTables = {
  name: 'find-old-tables',
  text: `
select t.parent, t.week, case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'detaching' else 'attached' end as state
from pg_class c
cross join lateral regexp_match(c.relname, '^(message|delivery|attempt|search_value|payload)_([0-9]{1,6})$') as m
cross join lateral (select m[1] as parent, m[2]::int as week) t
left join pg_inherits i on i.inhrelid = c.oid
where c.relkind = 'r' and pg_table_is_visible(c.oid)
  and t.week < week_of(pgboss.job_now() - case t.parent when 'payload' then interval '0' else make_interval(days => $1::int) end)
order by t.week, array_position(array['message', 'delivery', 'attempt', 'search_value', 'payload'], t.parent)`,
}

/**
 * What still waits in a week that goes: failed (expired), and without its job. A slice of the week's deliveries by their key; each
 * delivery is locked before its job, as everyone does who needs both.
 * $1 week · $2, $3 where the last slice ended, or null · $4 rows · $5 state · $6 reason. Returns where this slice ended.
 */
export const expireWaiting = {
  name: 'expire-waiting',
  text: `
with slice as materialized (
  select message_id, endpoint_id, state from delivery
  where message_id >= coalesce($2::uuid, uuid_v7_floor(week_start($1::int))) and message_id < uuid_v7_floor(week_start($1::int + 1))
    and ($2::uuid is null or (message_id, endpoint_id) > ($2::uuid, $3::uuid))
  order by message_id, endpoint_id limit $4::int),
waiting as materialized (
  select d.message_id, d.endpoint_id, d.job_id from slice s join delivery d using (message_id, endpoint_id)
  where s.state in (0, 1) and d.state in (0, 1)
    and d.message_id >= uuid_v7_floor(week_start($1::int)) and d.message_id < uuid_v7_floor(week_start($1::int + 1))
  order by d.message_id, d.endpoint_id for update of d),
ended as (
  update delivery d set state = $5::smallint, reason = $6::smallint, job_id = null, next_attempt_at = null, failed_at = pgboss.job_now()
  from waiting w where d.message_id = w.message_id and d.endpoint_id = w.endpoint_id
    and d.message_id >= uuid_v7_floor(week_start($1::int)) and d.message_id < uuid_v7_floor(week_start($1::int + 1))),
unscheduled as (
  delete from pgboss.job j using waiting w
  where j.id = w.job_id and j.name = any (array['deliver', 'retry', 'replay', 'lane/' || w.endpoint_id]))
select (select count(*)::int from waiting) as expired, last.message_id, last.endpoint_id
from (select null) one left join (
  select message_id, endpoint_id from slice order by message_id desc, endpoint_id desc limit 1) last on true`,
}

export type ExpiredSlice = { expired: number; message_id: string | null; endpoint_id: string | null }
