import { maxExamined } from '#server/pagination.ts'
import { messagesWithValue } from '#server/search/sql.ts'

/** Reads of messages for the API. Bounds on the ids prune partitions; the payload is found by its week. */
export type MessageRow = {
  id: string
  event_type: string
  event_id: string | null
  channels: string[] | null
  tags: string[] | null
  content_type: string | null
  deliver_at: Date | null
  body: Buffer | null
}

const directions = { true: 'desc', false: 'asc' } as const
export const directionOf = (descending: boolean) => directions[`${descending}`]

export const messageColumns = 'event_type, event_id, channels, tags, content_type, deliver_at, expires_at'

/** The payload of a row with `id` (or `message_id`) and `expires_at`, where it is asked for and still kept. */
export const payloadOf = (row: string, id: string, asked: string) => `lateral (
  select body from payload
  where ${asked}::boolean and ${row}.expires_at > pgboss.job_now() and expiry_week = week_of(${row}.expires_at) and message_id = ${row}.${id}
  limit 1)`

/**
 * A page of an application's messages. `examined` is what is looked at, with the columns of a message.
 * $1 application · $2, $3 ids between · $4 with content · $5 event types · $6 channel · $7 tag · $8 limit
 */
const page = (examined: string, direction: string) => `
select m.id, ${messageColumns}, p.body
from (
  select * from (${examined}) examined
  where ($5::text[] is null or event_type = any ($5)) and ($6::text is null or $6 = any (channels)) and ($7::text is null or $7 = any (tags))
  order by id ${direction} limit $8::int) m
left join ${payloadOf('m', 'id', '$4')} p on true
order by m.id ${direction}`

export const listMessages = (descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `list-messages-${direction}`,
    text: page(
      `select id, ${messageColumns} from message
      where application_id = $1::uuid and id > $2::uuid and id < $3::uuid order by id ${direction} limit ${maxExamined}`,
      direction,
    ),
  }
}

/** The id at which `listMessages` stops examining; no row when it came to the end. $1 application · $2, $3 ids between */
export const lastExaminedMessage = (descending: boolean) => {
  const direction = directionOf(descending)
  return {
    name: `last-examined-message-${direction}`,
    text: `
select id from (
  select id, row_number() over (order by id ${direction}) as position from message
  where application_id = $1::uuid and id > $2::uuid and id < $3::uuid order by id ${direction} limit ${maxExamined}) examined
where position = ${maxExamined}`,
  }
}

/** The same of those with a value in their payload. $9 to $11 the value, see `messagesWithValue`; other applications' may have it, too. */
export const listMessagesWithValue = (descending: boolean) => {
  const direction = directionOf(descending)
  const found = messagesWithValue({
    ...{ whole: '$9', label: '$10', rest: '$11' },
    ...{ above: '> $2::uuid', below: '< $3::uuid', direction, limit: String(maxExamined) },
  })
  return {
    name: `list-messages-with-value-${direction}`,
    text: page(
      `select m.* from (${found}) found
      cross join lateral (
        select id, ${messageColumns} from message where id = found.message_id and application_id = $1::uuid offset 0) m`,
      direction,
    ),
  }
}

/** The id at which that stops examining. $1, $2 ids between · $3 to $5 the value */
export const lastExaminedWithValue = (descending: boolean) => {
  const direction = directionOf(descending)
  const found = messagesWithValue({
    ...{ whole: '$3', label: '$4', rest: '$5' },
    ...{ above: '> $1::uuid', below: '< $2::uuid', direction, limit: String(maxExamined) },
  })
  return {
    name: `last-examined-with-value-${direction}`,
    text: `
select message_id as id from (
  select message_id, row_number() over (order by message_id ${direction}) as position from (${found}) found) examined
where position = ${maxExamined}`,
  }
}

/** $1 application · $2 message · $3 eventId, one of them null · $4 with content */
export const findMessage = {
  name: 'find-message',
  text: `
select m.id, ${messageColumns}, p.body
from message m left join ${payloadOf('m', 'id', '$4')} p on true
where m.application_id = $1::uuid
  and m.id = coalesce($2::uuid, (select message_id from message_key where application_id = $1::uuid and kind = 1 and key = $3::text))`,
}
