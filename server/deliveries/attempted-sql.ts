import { directionOf, messageColumns, payloadOf } from '#server/messages/sql.ts'
import { maxExamined } from '#server/pagination.ts'

const examined = (direction: string) => `
    select message_id, state, next_attempt_at from delivery
    where endpoint_id = $1::uuid and message_id > $2::uuid and message_id < $3::uuid order by message_id ${direction} limit ${maxExamined}`

/**
 * Messages that an endpoint has a delivery of. $1 endpoint · $2, $3 message ids between · $4 with content · $5 event types · $6 channel ·
 * $7 tag · $8 limit · $9 states
 */
export const listAttempted = (descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `list-attempted-messages-${direction}`,
    text: `
select d.message_id as id, d.state, d.next_attempt_at, ${messageColumns}, p.body
from (
  select x.*, ${messageColumns} from (${examined(direction)}) x
  cross join lateral (select ${messageColumns} from message where id = x.message_id limit 1) m
  where ($5::text[] is null or event_type = any ($5)) and ($6::text is null or $6 = any (channels)) and ($7::text is null or $7 = any (tags))
    and ($9::smallint[] is null or state = any ($9))
  order by x.message_id ${direction} limit $8::int) d
left join ${payloadOf('d', 'message_id', '$4')} p on true
order by d.message_id ${direction}`,
  }
}

/** The message at which `listAttempted` stops examining; no row when it came to the end. $1, $2, $3 as there */
export const lastAttempted = (descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `last-attempted-message-${direction}`,
    text: `
select id from (select message_id as id, row_number() over (order by message_id ${direction}) as position from (${examined(direction)}) x) y
where position = ${maxExamined}`,
  }
}

/** Endpoints that a message has a delivery for. $1 message · $2, $3 endpoint ids between · $4 limit */
export const listDestinations = (descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `list-destinations-${direction}`,
    text: `
select endpoint_id, state, next_attempt_at from delivery
where message_id = $1::uuid and endpoint_id > $2::uuid and endpoint_id < $3::uuid order by endpoint_id ${direction} limit $4::int`,
  }
}

export type DeliveryRow = { state: number; next_attempt_at: Date | null }
