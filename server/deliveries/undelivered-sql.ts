import { type DeliverySource, lastError, walkDeliveries } from '#server/deliveries/list-sql.ts'

/** Rows `d` with the names that a list shows. */
const named = (from: string) => `
select d.*, t.error, t.status, a.name as application_name, e.url, e.paused_at is not null as paused
from ${from} d
join application a on a.id = d.application_id
join endpoint e on e.id = d.endpoint_id
left join lateral (
  select error, status from attempt where message_id = d.message_id and endpoint_id = d.endpoint_id order by number desc limit 1) t on true`

const matching = `
  state = any ($7::smallint[]) and (state <> 0 or message_id < $12::uuid) and ($8::smallint[] is null or reason = any ($8))
    and ($9::text[] is null or event_type = any ($9)) and ($11::uuid[] is null or application_id = any ($11))
    and ($10::smallint[] is null or ${lastError('x')} = any ($10))`

/**
 * One step of the list, newest first; without a match a single row. $1 to $6 as in `list-sql.ts` · $7 states · $8 reasons · $9 event types ·
 * $10 error classes of the last attempt · $11 applications; null: any · $12 what is pending and of a message from this id on is only on its way
 */
export const listUndelivered = (source: DeliverySource) => ({
  name: `list-undelivered-of-${source}`,
  text: `
with ${walkDeliveries(source, true, matching)}
select stop.*, d.* from (select) one left join stop on true left join (${named('page')}) d on true
order by d.message_id desc, d.endpoint_id desc`,
})

/** Rows by their keys, whatever became of them. $1 environment · $2, $3 messages and endpoints */
export const readDeliveries = {
  name: 'read-deliveries',
  text: `${named(`(
  select delivery.* from unnest($2::uuid[], $3::uuid[]) k(m, e) join delivery on message_id = k.m and endpoint_id = k.e)`)}
where a.environment_id = $1::uuid`,
}

export type UndeliveredSqlRow = {
  message_id: string
  endpoint_id: string
  application_id: string
  event_type: string
  state: number
  reason: number | null
  attempt_count: number
  next_attempt_at: Date | null
  failed_at: Date | null
  error: number | null
  status: number | null
  application_name: string
  url: string
  paused: boolean
}
