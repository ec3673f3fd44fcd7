import { pool } from '#server/db.ts'

/** A delivery, its message, and its last attempt. */
type SampleRow = {
  application_id: string
  endpoint_id: string
  message_id: string
  event_id: string
  event_type: string
  attempt_id: string
  number: number
}

const withLastAttempt = `
select d.application_id, d.endpoint_id, d.message_id, m.event_id, d.event_type, t.id as attempt_id, t.number
from d join message m on m.id = d.message_id and m.event_id is not null
cross join lateral (select id, number from attempt where message_id = d.message_id and endpoint_id = d.endpoint_id order by number desc limit 1) t
limit $1::int`

const statements = {
  /** At random moments, so that applications with much traffic come often. */
  any: `
with drawn as materialized (select n, random() as share from generate_series(1, 4 * $1::int) n),
ends as materialized (select (select id from message order by id limit 1) as first, (select id from message order by id desc limit 1) as last),
d as materialized (
  select d.* from drawn cross join ends
  cross join lateral (
    select id from message where id >= uuid_v7_floor(uuid_v7_time(first) + share * (uuid_v7_time(last) - uuid_v7_time(first) - interval '1 hour'))
    order by id limit 1) m
  cross join lateral (select * from delivery where message_id = m.id limit 1) d)${withLastAttempt}`,
  /** What has failed or is retried, of any application alike. */
  failed: `
with d as materialized (select * from delivery where state in (1, 3) order by random() limit 4 * $1::int)${withLastAttempt}`,
}

export const drawSamples = async (kind: keyof typeof statements, count: number): Promise<SampleRow[]> =>
  (await pool.query<SampleRow>(statements[kind], [count])).rows
