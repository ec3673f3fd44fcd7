/** The attempt that is asked about, within its environment (and application, for a merchant). $1 environment · $2 application or null */
export const readFailure = {
  name: 'read-failure',
  text: `
select t.id, t.message_id, t.status, t.error, t.error_detail, t.response_headers, t.response_body, t.response_base64, t.remote_address, t.revision,
  t.started_at, t.total_us, r.url, a.id as application_id, a.name as application_name, v.name as environment_name
from message m
join attempt t on t.message_id = m.id and t.endpoint_id = $4 and t.number = $5
join application a on a.id = m.application_id
join environment v on v.id = m.environment_id
left join endpoint_revision r on r.endpoint_id = t.endpoint_id and r.revision = t.revision
where m.id = $3 and m.environment_id = $1 and ($2::uuid is null or m.application_id = $2)`,
}

export type WitnessRow = {
  id: string
  message_id: string
  status: number | null
  error: number
  response_headers: string | null
  remote_address: string | null
  revision: number
  started_at: Date
}

export type FailureRow = WitnessRow & {
  error_detail: string | null
  response_body: string | null
  response_base64: boolean
  total_us: number
  url: string | null
  application_id: string
  application_name: string
  environment_name: string
}

/** How many attempts are looked through where no index leads to the one that is sought. */
const maxExamined = 1_000
const witness = 'id, message_id, status, error, response_headers, remote_address, revision, started_at'

/**
 * The last success before an attempt, and the first failure after that. Where the endpoint has noted since when it fails, the walk begins
 * there and ends at once. $1 endpoint · $2 attempt
 */
export const readStreak = {
  name: 'read-streak',
  text: `
with noted as materialized (
  select case when uuid_v7_floor(failing_since) <= $2::uuid then uuid_v7_floor(failing_since)
    when uuid_v7_floor(failed_from) <= $2::uuid and uuid_v7_floor(recovered_at) > $2::uuid then uuid_v7_floor(failed_from) end as id
  from endpoint where id = $1::uuid),
success as materialized (
  select * from (
    select ${witness} from attempt where endpoint_id = $1::uuid and id < coalesce((select id from noted), $2::uuid)
    order by id desc limit ${maxExamined}) x
  where error = 0 order by id desc limit 1),
failure as (
  select ${witness} from attempt
  where endpoint_id = $1::uuid and id > coalesce((select id from success), (select id from noted)) and id <= $2::uuid and error > 0
  order by id limit 1)
select * from success union all select * from failure`,
}

/**
 * The failure before the last success: its moment where it is among the attempts just before, else the end of its hour by the statistics,
 * which reach back 90 days. Null: none is known. $1 endpoint · $2 attempt to look back from · $3 its time · $4 the attempt that is asked
 * about: `recovered` says whether the newest of those after it succeed.
 */
export const readEarlierFailure = {
  name: 'read-earlier-failure',
  text: `
select coalesce(
  (select started_at from (
    select id, started_at, error from attempt where endpoint_id = $1::uuid and id < $2::uuid order by id desc limit ${maxExamined}) x
   where error > 0 order by id desc limit 1),
  (select hour + interval '1 hour' from delivery_stat_hour
   where endpoint_id = $1::uuid and outcome in (1, 3) and hour + interval '1 hour' < $3::timestamptz order by hour desc limit 1)) as "at",
  first_success_at, failing_since is null and exists (
    select from (select error from attempt where endpoint_id = $1::uuid and id > $4::uuid order by id desc limit 50) x where error = 0) as recovered
from endpoint where id = $1::uuid`,
}

export type EarlierRow = { at: Date | null; first_success_at: Date | null; recovered: boolean }

/** What still has to arrive, of the endpoint's newest deliveries. $1 endpoint · $2 message id: from */
export const maxUndelivered = 10_000
export const countUndelivered = {
  name: 'count-undelivered',
  text: `
select count(*) filter (where state in (0, 1))::int as waiting, count(*) filter (where state = 3)::int as failed,
  count(*)::int as examined
from (
  select state from delivery where endpoint_id = $1::uuid and message_id >= $2::uuid order by message_id desc limit ${maxUndelivered}) d`,
}

export type UndeliveredRow = { waiting: number; failed: number; examined: number }

/**
 * Other endpoints, each with its last error where it fails now: those of the application (50 at most), then those that fail now anywhere
 * in the environment, of the 500 that began last; null for a merchant, who sees their own only. $1 endpoint · $2 application ·
 * $3 environment or null
 */
export const readOthers = {
  name: 'read-others-that-fail',
  text: `
with own as materialized (
  select id, url, failing_since from endpoint
  where application_id = $2::uuid and deleted_at is null and not disabled and id <> $1::uuid order by id limit 50),
failing as materialized (
  select id, url, application_id, failing_since from endpoint
  where $3::uuid is not null and failing_since is not null and not disabled and deleted_at is null order by failing_since desc limit 500),
found as (
  select id, url, failing_since, true as own from own
  union all
  select f.id, f.url, f.failing_since, false from failing f join application a on a.id = f.application_id
  where a.environment_id = $3::uuid and a.id <> $2::uuid and not a.internal)
select f.url, f.own, f.failing_since is not null as failing, case when f.failing_since is not null then (
  select error from attempt where endpoint_id = f.id order by id desc limit 1) end as error
from found f`,
}

export type OtherRow = { url: string; own: boolean; failing: boolean; error: number | null }
