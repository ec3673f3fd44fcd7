/**
 * Which deliveries a replay sends, found slice by slice along an index, oldest first. A slice is what is examined: rows of `delivery`, or
 * messages whose deliveries are then looked up one by one (`offset 0` keeps it so: a join would be free to read whole tables).
 *
 * $1, $2 cursor (exclusive) · $3 end of message ids (exclusive) · $4 rows to examine · $5 endpoint, application or environment that is
 * walked · $6 endpoint or null · $7 states · $8 reasons · $9 event types · $10 channel · $11 tag · $12 error classes · $13 class of
 * the status. Of the lists but `states`, an empty one means any.
 */
const afterCursor = (message: string, endpoint: string) => `(${message}, ${endpoint}) > ($1::uuid, $2::uuid)`

const deliveries = (where: string) => `
slice as materialized (
  select message_id, endpoint_id, application_id, event_type, state, reason from delivery
  where ${where} and message_id >= $1::uuid and message_id < $3::uuid and ${afterCursor('message_id', 'endpoint_id')}
  order by message_id, endpoint_id limit $4::int),
candidate as (select *, false as missing from slice)`

/** The slice ends with a message, not in it: its last key is that of no endpoint. */
const messages = (where: string, candidate: string) => `
slice as materialized (
  select id as message_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid as endpoint_id, application_id, event_type, channels,
    synthetic or synthetic_of is not null as synthetic
  from message
  where ${where} and id >= $1::uuid and id < $3::uuid order by id limit $4::int),
candidate as (${candidate})`

const existing = `
  select s.message_id, d.endpoint_id, s.application_id, s.event_type, d.state, d.reason, false as missing
  from slice s cross join lateral (select endpoint_id, state, reason from delivery where message_id = s.message_id offset 0) d
  where ${afterCursor('s.message_id', 'd.endpoint_id')}`

/**
 * Also those that are not there; missing are those that the endpoint would get if the message were posted now. Test events and edited
 * resends were for one endpoint only.
 */
const existingOrMissing = `
  select s.message_id, e.id as endpoint_id, s.application_id, s.event_type, d.state, d.reason,
    coalesce(d.state, 4) = 4 and not s.synthetic and (e.event_types = '{}' or s.event_type = any (e.event_types))
      and (e.channels = '{}' or coalesce(e.channels && s.channels, false)) as missing
  from slice s cross join lateral (
    select id, event_types, channels from endpoint
    where application_id = s.application_id and deleted_at is null and ($6::uuid is null or id = $6::uuid) offset 0) e
  left join lateral (select state, reason from delivery where message_id = s.message_id and endpoint_id = e.id offset 0) d on true
  where ${afterCursor('s.message_id', 'e.id')}`

const walks = {
  endpoint: deliveries('endpoint_id = $5::uuid'),
  failed: deliveries('application_id = $5::uuid and failed_at is not null'),
  application: messages('application_id = $5::uuid', existing),
  environment: messages('environment_id = $5::uuid', existing),
  'missing-of-application': messages('application_id = $5::uuid', existingOrMissing),
  'missing-of-environment': messages('environment_id = $5::uuid', existingOrMissing),
}
export type Walk = keyof typeof walks

/**
 * What can't be sent (endpoint gone or disabled, payload expired) does not match, and nothing of the application of operational events
 * when everybody's are asked for. Look-ups by key come last, for what is left.
 */
const matching = (walk: Walk) => `
with ${walks[walk]},
match as (
  select c.message_id, c.endpoint_id, c.application_id, c.event_type, c.missing, c.state is null as absent
  from candidate c cross join lateral (
    select from endpoint e join application a on a.id = e.application_id
    where e.id = c.endpoint_id and e.deleted_at is null and not e.disabled and a.deleted_at is null
      ${walk.endsWith('environment') ? 'and not a.internal' : ''} offset 0) sendable
  where ($6::uuid is null or c.endpoint_id = $6::uuid) and (c.state = any ($7::smallint[]) or c.missing)
    and ($8::smallint[] = '{}' or c.reason = any ($8::smallint[])) and ($9::text[] = '{}' or c.event_type = any ($9::text[]))
    and (select m.expires_at > pgboss.job_now() and ($10::text is null or $10::text = any (m.channels))
      and ($11::text is null or $11::text = any (m.tags)) from message m where m.id = c.message_id)
    and (($12::smallint[] = '{}' and $13::smallint is null) or (
      select ($12::smallint[] = '{}' or t.error = any ($12::smallint[]))
        and ($13::smallint is null or coalesce(t.status / 100 * 100, 0) = $13::smallint)
      from attempt t where t.message_id = c.message_id and t.endpoint_id = c.endpoint_id order by t.number desc limit 1)))
select x.examined, z.message_id as end_message_id, z.endpoint_id as end_endpoint_id, m.*
from (select count(*)::int as examined from slice) x
left join (select message_id, endpoint_id from slice order by message_id desc, endpoint_id desc limit 1) z on true`

export type SliceRow = { examined: number; end_message_id: string | null; end_endpoint_id: string | null }

/** One row per match, in order of their keys; without one a single row that says how far the slice went. $14 limit */
export const findMatches = (walk: Walk) => ({
  name: `find-matches-${walk}`,
  text: `${matching(walk)}
left join (select * from match order by message_id, endpoint_id limit $14::int) m on true order by m.message_id, m.endpoint_id`,
})

export type MatchRow = SliceRow & {
  message_id: string | null
  endpoint_id: string
  application_id: string
  event_type: string
  missing: boolean
  absent: boolean
}

/** One row per endpoint and event type that matches, or a single one. */
export const countMatches = (walk: Walk) => ({
  name: `count-matches-${walk}`,
  text: `${matching(walk)}
left join (select endpoint_id, event_type, count(*)::int as count from match group by endpoint_id, event_type) m on true`,
})

export type CountRow = SliceRow & { endpoint_id: string; event_type: string; count: number | null }
