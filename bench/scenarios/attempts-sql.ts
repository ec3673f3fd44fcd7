import type pg from 'pg'
import { parseId } from '#server/ids.ts'

const uuids = (endpoints: string[]) => endpoints.map(id => parseId('endpoint', id))

/** Attempts that began in an interval. */
export async function attemptsSince(client: pg.Client, endpoints: string[], since: Date, until: Date): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from attempt where endpoint_id = any ($1) and started_at >= $2 and started_at < $3',
    [uuids(endpoints), since, until],
  )
  return rows[0]!.count
}

/** Of the messages that an endpoint got between two moments: how many were sent before one that had been posted earlier. */
export async function brokenOrder(client: pg.Client, endpoint: string, since: Date, until: Date): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from (
       select started_at, lag(started_at) over (order by message_id) as before from attempt
       where endpoint_id = $1 and message_id >= uuid_v7_floor($2) and message_id < uuid_v7_floor($3)) a
     where started_at < before`,
    [parseId('endpoint', endpoint), since, until],
  )
  return rows[0]!.count
}

/** When the last attempt began. */
export async function lastAttempt(client: pg.Client, endpoint: string): Promise<Date> {
  const { rows } = await client.query<{ last: Date }>('select max(started_at) as last from attempt where endpoint_id = $1', [
    parseId('endpoint', endpoint),
  ])
  return rows[0]!.last
}
