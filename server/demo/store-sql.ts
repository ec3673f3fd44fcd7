/**
 * An invented history, in a statement for each kind of row: they come as one JSON text (`History`), because Prisma's transaction takes no
 * arrays with gaps. What holds for the real thing holds for it:
 * - a delivery has ended, so it has no job, and no worker will send it;
 * - the eventId of a message is taken in `message_key`, and its payload lies in the week in which it expires;
 * - statistics are counted from the attempts of this very statement, as `record-sql.ts` counts: by the minute in which an attempt ended.
 */

/** Partitions are made ahead, never back: those of the weeks from $1 on. They go as any other by the retention. */
export const createPastPartitions = `
select create_partition(parent, week,
  format('for values from (%L) to (%L)', uuid_v7_floor(week_start(week)), uuid_v7_floor(week_start(week + 1))),
  case parent when 'delivery' then 'with (fillfactor = 80)' else '' end)
from unnest(array['message', 'delivery', 'attempt']) parent
cross join generate_series(week_of($1::timestamptz), week_of(pgboss.job_now())) week`

/** $1 environment · $2 messages */
export const storeMessages = `
with m as materialized (
  select m.*, convert_to(m.body, 'UTF8') as bytes, to_timestamp(m.at) + make_interval(days => e.payload_days) as expires_at
  from json_to_recordset($2::json) as m(id uuid, application_id uuid, event_type text, event_id text, at float8, body text)
  join environment e on e.id = $1::uuid),
messages as (
  insert into message (id, environment_id, application_id, event_type, event_id, expires_at)
  select id, $1::uuid, application_id, event_type, event_id, expires_at from m),
payloads as (
  insert into payload (expiry_week, message_id, body) select week_of(expires_at), id, bytes from m)
insert into message_key (application_id, kind, key, message_id, body_hash)
select application_id, 1, event_id, id, sha256(bytes) from m`

/** $1 deliveries */
export const storeDeliveries = `
insert into delivery (message_id, endpoint_id, application_id, event_type, state, reason, attempt_count, schedule_step, failed_at)
select message_id, endpoint_id, application_id, event_type, state, reason, attempt_count, schedule_step, to_timestamp(failed_at)
from json_to_recordset($1::json) as d(message_id uuid, endpoint_id uuid, application_id uuid, event_type text, state smallint, reason smallint,
  attempt_count int, schedule_step int, failed_at float8)`

/**
 * Attempts and their statistics. Minutes of the last two hours stay minutes; those that are older, or that a roll-up has passed already,
 * are added to hours and days, so that whoever reads the two counts each attempt once. $1 environment · $2 attempts
 */
export const storeAttempts = `
with a as materialized (
  select a.*, date_trunc('minute', to_timestamp(a.ended_at)) as minute
  from json_to_recordset($2::json) as a(message_id uuid, endpoint_id uuid, number int, id uuid, revision int, started_at float8, ended_at float8,
    next_attempt_at float8, outcome smallint, bucket smallint, status smallint, error smallint, error_detail text, remote_address text,
    total_us int, request_headers text, response_headers text, response_body text, response_bytes int, dns_us int, connect_us int, tls_us int,
    first_byte_us int, body_us int)),
attempts as (
  insert into attempt (message_id, endpoint_id, number, id, trigger, revision, worker_id, started_at, request_headers, status, error, error_detail,
    response_headers, response_body, response_bytes, remote_address, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us,
    next_attempt_at)
  select message_id, endpoint_id, number, id, 0, revision, 0, to_timestamp(started_at), request_headers, status, error, error_detail,
    response_headers, response_body, response_bytes, remote_address, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us,
    to_timestamp(next_attempt_at)
  from a),
recent as materialized (select date_trunc('hour', pgboss.job_now(), 'UTC') - interval '2 hours' as since),
rolled_up as materialized (select greatest(rolled_up_to, recent.since) as upto from delivery_stat_progress, recent for share of delivery_stat_progress),
counted as materialized (
  select minute, endpoint_id, outcome, bucket, count(*)::int as count, sum(total_us)::bigint as total_us from a group by 1, 2, 3, 4),
owned as materialized (
  select c.*, p.id as application_id from counted c join endpoint e on e.id = c.endpoint_id join application p on p.id = e.application_id
  where c.minute < (select upto from rolled_up)),
minutes as (
  insert into delivery_stat (minute, worker_id, endpoint_id, outcome, bucket, count, total_us)
  select minute, 0, endpoint_id, outcome, bucket, count, total_us from counted where minute >= (select since from recent)),
hours as (
  insert into delivery_stat_hour (hour, endpoint_id, outcome, bucket, application_id, environment_id, count, total_us)
  select date_trunc('hour', minute, 'UTC'), endpoint_id, outcome, bucket, application_id, $1::uuid, sum(count), sum(total_us)
  from owned group by 1, 2, 3, 4, 5),
environments as (
  insert into delivery_stat_environment as v (environment_id, hour, outcome, bucket, count)
  select $1::uuid, date_trunc('hour', minute, 'UTC') as hour, outcome, bucket, sum(count) from owned group by 2, 3, 4
  on conflict (environment_id, hour, outcome, bucket) do update set count = v.count + excluded.count)
insert into delivery_stat_day (day, endpoint_id, outcome, bucket, application_id, environment_id, count, total_us)
select date_trunc('day', minute, 'UTC'), endpoint_id, outcome, bucket, application_id, $1::uuid, sum(count), sum(total_us)
from owned group by 1, 2, 3, 4, 5`

/** $1 health of endpoints */
export const storeHealth = `
update endpoint e set failing_since = to_timestamp(h.failing_since), first_success_at = to_timestamp(h.first_success_at),
  failed_from = to_timestamp(h.failed_from), recovered_at = to_timestamp(h.recovered_at), warned_days = h.warned_days,
  disabled = h.disabled_at is not null, disabled_reason = case when h.disabled_at is not null then 'failing' end,
  disabled_at = to_timestamp(h.disabled_at)
from json_to_recordset($1::json) as h(endpoint_id uuid, failing_since float8, first_success_at float8, failed_from float8, recovered_at float8,
  warned_days smallint, disabled_at float8)
where e.id = h.endpoint_id`

/** Merchants, endpoints and the catalogue are older than what they tell of; a second revision is of its own moment. $1 environment · $2 since */
export const makeOlder = `
with older_types as (update event_type set created_at = $2::timestamptz, updated_at = $2::timestamptz where environment_id = $1::uuid),
older as (update application set created_at = $2::timestamptz, updated_at = $2::timestamptz where environment_id = $1::uuid returning id),
older_endpoints as (
  update endpoint set created_at = $2::timestamptz, updated_at = $2::timestamptz where application_id in (select id from older) returning id)
update endpoint_revision set created_at = $2::timestamptz where revision = 1 and endpoint_id in (select id from older_endpoints)`

/** $1 health of endpoints */
export const dateRevisions = `
update endpoint_revision r set created_at = to_timestamp(h.revised_at)
from json_to_recordset($1::json) as h(endpoint_id uuid, revised_at float8)
where r.endpoint_id = h.endpoint_id and r.revision = 2 and h.revised_at is not null`

/** How a replay went, by the attempts that it made. $1 replay · $2 endpoint · $3, $4 from, to */
export const storeProgress = `
insert into replay_progress (replay_id, at, delivered, failed, skipped)
select $1::uuid, date_bin(interval '1 second', started_at, timestamptz 'epoch'), count(*), 0, 0
from attempt
where endpoint_id = $2::uuid and id >= uuid_v7_floor($3::timestamptz) and started_at between $3::timestamptz and $4::timestamptz and number > 1
group by 2`

/** Plans of what is read next are made for the rows that are there now. */
export const analyze =
  'analyze message, delivery, attempt, payload, delivery_stat, delivery_stat_hour, delivery_stat_day, delivery_stat_environment'
