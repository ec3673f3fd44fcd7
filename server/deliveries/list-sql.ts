import { directionOf } from '#server/messages/sql.ts'
import { maxExamined } from '#server/pagination.ts'

/**
 * Whose deliveries: $1 is the environment, application or endpoint. The first two are walked by their messages, because no index of
 * `delivery` names them. $2, $3 message ids between · $4, $5 message and endpoint where the step begins, exclusive
 */
const sources = { environment: 'environment_id', application: 'application_id', endpoint: null } as const
export type DeliverySource = keyof typeof sources

export function examined(source: DeliverySource, descending: boolean): string {
  const [direction, past] = [directionOf(descending), descending ? '<' : '>']
  const within = (id: string) => `${id} > $2::uuid and ${id} < $3::uuid and ${id} ${past}= $4::uuid`
  const column = sources[source]
  const from =
    column === null
      ? `delivery d where d.endpoint_id = $1::uuid and ${within('d.message_id')} and`
      : `(select id from message where ${column} = $1::uuid and ${within('id')} order by id ${direction} limit ${maxExamined}) m
      cross join lateral (select * from delivery where message_id = m.id) d where`
  return `
    select d.* from ${from} (d.message_id, d.endpoint_id) ${past} ($4::uuid, $5::uuid)
    order by d.message_id ${direction}, d.endpoint_id ${direction} limit ${maxExamined}`
}

/** Error class of the last attempt. */
export const lastError = (row: string) =>
  `(select error from attempt where message_id = ${row}.message_id and endpoint_id = ${row}.endpoint_id order by number desc limit 1)`

/** $6 limit · $7 states · $8 reason · $9 event types · $10 error class of the last attempt */
export const listDeliveries = (source: DeliverySource, descending: boolean) => ({
  name: `list-deliveries-of-${source}-${directionOf(descending)}`,
  text: `
select d.*, ${lastError('d')} as error
from (
  select application_id, message_id, endpoint_id, event_type, state, reason, attempt_count, next_attempt_at, failed_at
  from (${examined(source, descending)}) x
  where ($7::smallint[] is null or state = any ($7)) and ($8::smallint is null or reason = $8) and ($9::text[] is null or event_type = any ($9))
    and ($10::smallint is null or ${lastError('x')} = $10)
  limit $6::int) d`,
})

/** Where the list stops examining; no row when it came to the end. $1 to $5 as there */
export const lastExaminedDelivery = (source: DeliverySource, descending: boolean) => ({
  name: `last-examined-delivery-of-${source}-${directionOf(descending)}`,
  text: `select message_id, endpoint_id from (${examined(source, descending)}) x offset ${maxExamined - 1}`,
})
