import { directionOf, messageColumns, payloadOf } from '#server/messages/sql.ts'
import { maxExamined } from '#server/pagination.ts'

export type AttemptRow = {
  id: string
  message_id: string
  endpoint_id: string
  trigger: number
  status: number | null
  error: number
  error_detail: string | null
  response_body: string | null
  total_us: number
  started_at: Date
  url: string
  event_type: string
  event_id: string | null
  channels: string[] | null
  tags: string[] | null
  content_type: string | null
  deliver_at: Date | null
  body: Buffer | null
}

const attemptColumns = `a.id, a.message_id, a.endpoint_id, a.trigger, a.status, a.error, a.error_detail, a.total_us, a.started_at, r.url`

/**
 * Where attempts are looked for: $1 is the endpoint, or the message ($12 then one of its endpoints); $2 and $3 are the ids between.
 * An endpoint's are examined along their index; a message is older than its attempts, so that the upper bound holds for it too and
 * prunes partitions. A message's are few.
 */
const places = {
  endpoint: (direction: string) => `
    select * from attempt where endpoint_id = $1::uuid and message_id < $3::uuid and id > $2::uuid and id < $3::uuid
    order by id ${direction} limit ${maxExamined}`,
  message: () => 'select * from attempt where message_id = $1::uuid and id > $2::uuid and id < $3::uuid',
  delivery: () => 'select * from attempt where message_id = $1::uuid and id > $2::uuid and id < $3::uuid and endpoint_id = $12::uuid',
}
export type AttemptPlace = keyof typeof places

/**
 * $4 with response · $5 event types · $6 channel · $7 tag · $8 limit · $9 succeeded · $10 status class · $11 with payload.
 * `limit 1` keeps each attempt's message a look-up by key: a join would be free to read all messages.
 */
export const listAttempts = (place: AttemptPlace, descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `list-attempts-of-${place}-${direction}`,
    text: `
select ${attemptColumns}, case when $4::boolean then a.response_body end as response_body, ${messageColumns}, p.body
from (
  select x.*, ${messageColumns} from (${places[place](direction)}) x
  cross join lateral (select ${messageColumns} from message where id = x.message_id limit 1) m
  where ($5::text[] is null or event_type = any ($5)) and ($6::text is null or $6 = any (channels)) and ($7::text is null or $7 = any (tags))
    and ($9::boolean is null or (x.error = 0) = $9) and ($10::int is null or coalesce(x.status / 100 * 100, 0) = $10)
  order by x.id ${direction} limit $8::int) a
join endpoint_revision r on r.endpoint_id = a.endpoint_id and r.revision = a.revision
left join ${payloadOf('a', 'message_id', '$11')} p on true
order by a.id ${direction}`,
  }
}

/** The id at which the list of an endpoint stops examining; no row when it came to the end. $1, $2, $3 as there */
export const lastExaminedAttempt = (descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `last-examined-attempt-${direction}`,
    text: `
select id from (select id, row_number() over (order by id ${direction}) as position from (${places.endpoint(direction)}) x) y
where position = ${maxExamined}`,
  }
}

/** $1 message · $2 attempt */
export const findAttempt = {
  name: 'find-attempt',
  text: `
select ${attemptColumns}, a.response_body, ${messageColumns}, null::bytea as body
from attempt a join message m on m.id = a.message_id
join endpoint_revision r on r.endpoint_id = a.endpoint_id and r.revision = a.revision
where a.message_id = $1::uuid and a.id = $2::uuid`,
}

/** $1 message · $2 attempt */
export const findAttemptHeaders = {
  name: 'find-attempt-headers',
  text: 'select request_headers, response_headers from attempt where message_id = $1::uuid and id = $2::uuid',
}
