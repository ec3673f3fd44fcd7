import { directionOf } from '#server/messages/sql.ts'
import { maxExamined } from '#server/pagination.ts'

/** Whose deliveries. The first two are walked by their messages, because no index of `delivery` names them. */
const sources = { environment: 'environment_id', application: 'application_id', endpoint: null } as const
export type DeliverySource = keyof typeof sources

const columns = 'd.endpoint_id, d.application_id, d.event_type, d.state, d.reason, d.attempt_count, d.next_attempt_at, d.failed_at'

/** `offset 0` keeps each message's deliveries a look-up by key: a join would be free to read everybody's. */
function examined(source: DeliverySource, descending: boolean): string {
  const [direction, past] = [directionOf(descending), descending ? '<' : '>']
  const within = (id: string) => `${id} > $2::uuid and ${id} < $3::uuid and ${id} ${past}= $4::uuid`
  const column = sources[source]
  const [id, from] =
    column === null
      ? ['d.message_id', `delivery d where d.endpoint_id = $1::uuid and ${within('d.message_id')} and`]
      : [
          'm.id',
          `(select id from message where ${column} = $1::uuid and ${within('id')} order by id ${direction} limit ${maxExamined}) m
    cross join lateral (select * from delivery where message_id = m.id offset 0) d where`,
        ]
  return `
    select ${id} as message_id, ${columns} from ${from} (${id}, d.endpoint_id) ${past} ($4::uuid, $5::uuid)
    order by ${id} ${direction}, d.endpoint_id ${direction} limit ${maxExamined}`
}

/** Error class of the last attempt. */
export const lastError = (row: string) =>
  `(select error from attempt where message_id = ${row}.message_id and endpoint_id = ${row}.endpoint_id order by number desc limit 1)`

/**
 * One step of a walk: `page` has the rows `x` that match, in the order of the walk, and when they are too few, `stop` the key at which
 * nothing more was looked at. Each row is looked at once, and none after the page is full: what is materialized is read no further than it
 * is asked for.
 * $1 environment, application or endpoint · $2, $3 message ids between · $4, $5 message and endpoint where the step begins, exclusive ·
 * $6 limit
 */
export const walkDeliveries = (source: DeliverySource, descending: boolean, matching: string) => `
examined as materialized (${examined(source, descending)}),
page as materialized (select * from examined x where ${matching} limit $6::int),
stop as (
  select message_id as stop_message_id, endpoint_id as stop_endpoint_id from examined
  where (select count(*) from page) < $6::int offset ${maxExamined - 1})`

export type StopRow = { stop_message_id: string | null; stop_endpoint_id: string | null }

/** Rows of a walk, where each has a key or tells by its absence that there is none, and where the walk stopped. */
export function readWalk<Row extends { message_id: string }>(
  rows: readonly (StopRow & (Row | { message_id: null }))[],
): { rows: Row[]; stop: { message_id: string; endpoint_id: string } | null } {
  const { stop_message_id = null, stop_endpoint_id = null } = rows[0] ?? {}
  return {
    rows: rows.filter((row): row is StopRow & Row => row.message_id !== null),
    stop: stop_message_id && stop_endpoint_id ? { message_id: stop_message_id, endpoint_id: stop_endpoint_id } : null,
  }
}

/** $7 states · $8 reason · $9 event types · $10 error class of the last attempt; null: any. Without a match a single row. */
export function listDeliveries(source: DeliverySource, descending: boolean) {
  const matching = `
  ($7::smallint[] is null or state = any ($7)) and ($8::smallint is null or reason = $8) and ($9::text[] is null or event_type = any ($9))
    and ($10::smallint is null or ${lastError('x')} = $10)`
  const direction = directionOf(descending)
  return {
    name: `list-deliveries-of-${source}-${direction}`,
    text: `
with ${walkDeliveries(source, descending, matching)}
select stop.*, d.*, ${lastError('d')} as error
from (select) one left join stop on true left join page d on true
order by d.message_id ${direction}, d.endpoint_id ${direction}`,
  }
}
