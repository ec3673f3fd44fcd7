import { jobColumns, jobValues } from '#server/queue.ts'

/**
 * A batch of messages, of any applications, in one statement and so in one transaction: keys taken, messages, payloads, one delivery
 * per matching endpoint, one job per pending delivery.
 *
 * - Payloads arrive as one binary value and are cut by position: SQL never parses a payload.
 * - eventIds are taken before idempotency keys, and the latter only by requests that won their eventId: a request can then lose only
 *   part of its keys by reusing an idempotency key for another event. That one makes the statement raise PH001 with its position, so
 *   that nothing of it stays; the batch is repeated without it. Keys are taken in sorted order, so that batches don't deadlock.
 * - A message is due at once, or later; its payload is kept from then on.
 * - Jobs get `created_on = now + position µs`, so that the order of posting is the order of the queue.
 * - No join between parts of the statement: with the plans of the hot pool it would compare each row with each.
 * - Returns ord, id, the number of deliveries of what was stored, and whether jobs went into `deliver` and into lanes; what is missing
 *   lost a key, or its key or application is gone.
 */
const ingestText = (search: { parameters: string; columns: string; insert: string }) => `
with input as materialized (
  select uuid_v7() as id, i.*
  from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::bytea[], $12::int[], $13::int[], $14::int[], $15::text[], $16::text[], $17::text[], $18::timestamptz[]${search.parameters})
    as i(ord, key_id, environment_id, app_id, app_uid, event_type, event_id, channels, tags, key,
      body_hash, start, length, retention_hours, content_type, traceparent, tracestate, deliver_at${search.columns})),
valid as materialized (
  select i.*, a.id as application_id, greatest(i.deliver_at, pgboss.job_now()) as due_at,
    greatest(i.deliver_at, pgboss.job_now()) + make_interval(hours => coalesce(i.retention_hours, e.payload_days * 24)) as expires_at
  from input i
  cross join lateral (
    select id from application
    where i.app_id is not null and id = i.app_id and environment_id = i.environment_id and deleted_at is null and not internal
    union all
    select id from application where i.app_id is null and uid = i.app_uid and environment_id = i.environment_id and deleted_at is null) a
  join environment e on e.id = i.environment_id
  left join api_key k on k.id = i.key_id
  where i.key_id is null or (k.id is not null and k.revoked_at is null)),
event_won as (
  insert into message_key (application_id, kind, key, message_id, body_hash)
  select application_id, 1, event_id, id, body_hash from valid where event_id is not null order by application_id, event_id
  on conflict (application_id, kind, key) do update set message_id = excluded.message_id, body_hash = excluded.body_hash
    where message_key.message_id < uuid_v7_floor(pgboss.job_now() - make_interval(days => $20::int))
  returning message_id),
key_won as (
  insert into message_key (application_id, kind, key, message_id, body_hash)
  select application_id, 0, key, id, body_hash from valid
  where key is not null and (event_id is null or id in (select message_id from event_won)) order by application_id, key
  on conflict (application_id, kind, key) do update set message_id = excluded.message_id, body_hash = excluded.body_hash
    where message_key.message_id < uuid_v7_floor(pgboss.job_now() - interval '12 hours')
  returning message_id),
asked as materialized (
  select v.*, id in (select message_id from event_won) as event_mine, id in (select message_id from key_won) as key_mine from valid v),
fresh as materialized (
  select * from asked where (event_id is null or event_mine) and (key is null or key_mine)),
m as (
  insert into message (id, environment_id, application_id, event_type, event_id, channels, tags, expires_at, content_type, traceparent, tracestate,
    deliver_at)
  select id, environment_id, application_id, event_type, event_id, channels::text[], tags::text[], expires_at, content_type, traceparent, tracestate,
    deliver_at
  from fresh),
p as (
  insert into payload (expiry_week, message_id, body) select week_of(expires_at), id, substr($19::bytea, start, length) from fresh),${search.insert}
matched as materialized (
  select f.ord, f.id as message_id, e.id as endpoint_id, f.application_id, f.event_type, f.due_at, row_number() over (order by f.ord) as position,
    case when not e.disabled then uuid_v7() end as job_id, l.endpoint_id as lane
  from fresh f
  join endpoint e on e.application_id = f.application_id and e.deleted_at is null
    and (e.event_types = '{}' or f.event_type = any (e.event_types)) and (e.channels = '{}' or e.channels && f.channels::text[])
  left join lane l on l.endpoint_id = e.id and l.state = 'open'),
d as (
  insert into delivery (message_id, endpoint_id, application_id, event_type, state, reason, job_id, next_attempt_at)
  select message_id, endpoint_id, application_id, event_type, case when job_id is null then 4 else 0 end, case when job_id is null then 1 end,
    job_id, case when job_id is not null then due_at end
  from matched),
j as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
  select job_id, coalesce('lane/' || lane, 'deliver'), jsonb_build_object('m', message_id), endpoint_id::text, due_priority(due_at),
    due_at, pgboss.job_now() + position * interval '1 microsecond', ${jobValues}
  from matched where job_id is not null)
select ord, id, count(endpoint_id)::int as deliveries, count(job_id) > count(lane) as queued, count(lane) > 0 as laned
from (
  select ord, id, null::uuid as endpoint_id, null::uuid as job_id, null::uuid as lane from fresh
  union all
  select ord, message_id, endpoint_id, job_id, case when job_id is not null then lane end from matched) stored group by ord, id
union all
select refuse_partial_keys(array_agg(ord)), null, null, null, null from asked where event_mine and key is not null and not key_mine having count(*) > 0`

export const ingest = { name: 'ingest', text: ingestText({ parameters: '', columns: '', insert: '' }) }

/** The same with what messages are searched by, $21 hashes and $22 labels: a batch without any pays nothing for it. */
export const ingestSearchable = {
  name: 'ingest-searchable',
  text: ingestText({
    parameters: ', $21::text[], $22::text[]',
    columns: ', search_hashes, search_labels',
    insert: `
s as (
  insert into search_value (value, message_id, label)
  select v.hash, f.id, v.label from fresh f cross join lateral unnest(f.search_hashes::uuid[], f.search_labels::text[]) as v(hash, label)),`,
  }),
}

/** For requests that stored nothing: whether key and application are still there, and which message holds their keys. */
export const explainRefusal = {
  name: 'explain-refusal',
  text: `
with input as (
  select i.* from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
    as i(ord, key_id, environment_id, app_id, app_uid, event_id, key))
select i.ord, a.id is not null as application,
  i.key_id is null or exists (select from api_key k where k.id = i.key_id and k.revoked_at is null) as credential,
  k.message_id as key_message_id, k.body_hash as key_body_hash, e.message_id as event_message_id
from input i
left join lateral (
  select id from application where id = i.app_id and environment_id = i.environment_id and deleted_at is null and not internal
  union all
  select id from application where i.app_id is null and uid = i.app_uid and environment_id = i.environment_id and deleted_at is null) a on true
left join message_key k on k.application_id = a.id and k.kind = 0 and k.key = i.key
  and k.message_id >= uuid_v7_floor(pgboss.job_now() - interval '12 hours')
left join message_key e on e.application_id = a.id and e.kind = 1 and e.key = i.event_id
  and e.message_id >= uuid_v7_floor(pgboss.job_now() - make_interval(days => $8::int))`,
}
