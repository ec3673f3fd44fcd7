import { withinReach } from '#server/messages/detail-sql.ts'
import { messagesWithValue } from '#server/search/sql.ts'

/** The state of a message is that of the delivery which most needs a person; null: no endpoint wanted it. */
const worstState = `case when bool_or(state = 3) then 3 when bool_or(state = 1) then 1 when bool_or(state = 0) then 0
  when bool_or(state = 2) then 2 when bool_or(state = 5) then 5 when bool_or(state = 4) then 4 end`

const scanResult = `select (select count(*)::int from scanned) as looked_at, (select id from scanned order by id limit 1) as last_id,
  coalesce((select array_agg(id order by id desc) from matched), '{}') as ids`

/**
 * One slice of an environment's messages, newest first by index: how far it looked, and which of them match. A state is read only when
 * it is asked for, by the deliveries' key. $1 environment, $2 before this id, $3 from this id on, $4 rows to look at, $5 rows to return,
 * $6 applications, $7 event types, $8 states; null: all.
 */
const scan = (application: string) => `
with scanned as materialized (
  select id, event_type from message
  where environment_id = $1 and id < $2 and id >= $3 and ${application}
  order by id desc limit $4
), matched as (
  select id from scanned
  where ($7::text[] is null or event_type = any($7))
    and ($8::int[] is null or (select ${worstState} from delivery where message_id = scanned.id) = any($8))
  order by id desc limit $5
)
${scanResult}`

/** With one application its own index is walked; with several, the environment's. */
export const scanFeed = {
  name: 'scan-feed',
  text: scan('($6::uuid[] is null or application_id = any($6))'),
}
export const scanFeedOfApplication = {
  name: 'scan-feed-of-application',
  text: scan('application_id = ($6::uuid[])[1]'),
}

export type ScanRow = { looked_at: number; last_id: string | null; ids: string[] }

/**
 * The same of what a search finds: the message with the id $9; those with the eventId $10, by one look-up for each application of the
 * environment; those with a value in their payload, $11 any, or $12 the label and $13 its value.
 */
export const searchFeed = {
  name: 'search-feed',
  text: `
with scanned as materialized (
  select message_id as id from (
    select $9::uuid as message_id where $9::uuid < $2 and $9::uuid >= $3
    union all
    select found.message_id from (select id from application where environment_id = $1 order by id desc limit 10000) a
    cross join lateral (select message_id from message_key where application_id = a.id and kind = 1 and key = $10) found
    where found.message_id < $2 and found.message_id >= $3
    union all
    select message_id from (${messagesWithValue({
      whole: '$11',
      label: '$12',
      rest: '$13',
      above: '>= $3',
      below: '< $2',
      direction: 'desc',
      limit: '$4',
    })}) valued) found
  group by message_id order by message_id desc limit $4
), matched as (
  select s.id from scanned s
  cross join lateral (select event_type, application_id from message where id = s.id and environment_id = $1 offset 0) m
  where ($6::uuid[] is null or m.application_id = any($6)) and ($7::text[] is null or m.event_type = any($7))
    and ($8::int[] is null or (select ${worstState} from delivery where message_id = s.id) = any($8))
  order by s.id desc limit $5
)
${scanResult}`,
}

/** What a row of the list shows, $4 with its deliveries one by one. The ids come from the statements above; joined by `unnest`, so that only their weeks are opened. */
export const readFeed = {
  name: 'read-feed',
  text: `
select m.id, m.event_type, m.event_id, a.id as application_id, a.name as application_name, d.*, t.delivered_at, o.deliveries
from unnest($3::uuid[]) as i(id)
join message m on m.id = i.id and ${withinReach}
join application a on a.id = m.application_id
cross join lateral (
  select ${worstState} as state, count(*)::int as delivery_count, count(*) filter (where state = 2)::int as delivered_count,
    coalesce(max(attempt_count), 0) as attempt_count, min(reason) filter (where state in (3, 4, 5)) as reason,
    min(next_attempt_at) filter (where not paused) as next_attempt_at, coalesce(bool_and(paused), false) as paused
  from delivery
  cross join lateral (
    select case when state in (0, 1) then (select paused_at is not null from endpoint where id = endpoint_id) end as paused) e
  where message_id = m.id
) d
left join lateral (
  select max(started_at + total_us * interval '1 microsecond') as delivered_at
  from attempt where message_id = m.id and error = 0
) t on d.delivered_count > 0
left join lateral (
  select coalesce(json_agg(told), '[]') as deliveries from (
    select e.id, e.url, o.state from delivery o join endpoint e on e.id = o.endpoint_id
    where o.message_id = m.id order by e.id limit 20) told
) o on $4::boolean
order by m.id desc`,
}

export type FeedSqlRow = {
  id: string
  event_type: string
  event_id: string | null
  application_id: string
  application_name: string
  state: number | null
  delivery_count: number
  delivered_count: number
  attempt_count: number
  next_attempt_at: Date | null
  paused: boolean
  reason: number | null
  delivered_at: Date | null
  deliveries: { id: string; url: string; state: number }[] | null
}
