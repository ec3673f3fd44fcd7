import type pg from 'pg'
import { isRepeatable } from '#server/errors.ts'

/** Records outcomes in batches, fenced: only a job that is still as it was claimed changes its delivery. */
const record = {
  name: 'record',
  text: `
with o as (
  select * from unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::smallint[], $6::smallint[], $7::int[], $8::text[])
    as o(job, claim, message_id, endpoint_id, http_status, error, total_us, response)),
settled as (
  delete from pgboss.job j using o where j.name = any ($12) and j.id = o.job and j.retry_count = o.claim returning j.id),
mine as (select o.* from o join settled s on s.id = o.job),
d as (
  update delivery d set state = 2, attempts = d.attempts + 1 from mine
  where d.message_id = mine.message_id and d.endpoint_id = mine.endpoint_id and d.message_id between $9 and $10
  returning d.message_id, d.endpoint_id, d.application_id, d.attempts),
a as (
  insert into attempt (message_id, endpoint_id, number, id, trigger, http_status, error, total_us, response)
  select d.message_id, d.endpoint_id, d.attempts, uuid_v7(), 0, o.http_status, o.error, o.total_us, o.response
  from d join mine o using (message_id, endpoint_id))
insert into delivery_stat
select date_trunc('minute', now()), $11::int, (array_agg(d.application_id))[1], d.endpoint_id, 2, count(*), sum(o.total_us)
from d join mine o using (message_id, endpoint_id) group by d.endpoint_id order by d.endpoint_id
on conflict (minute, worker, endpoint_id, outcome) do update
  set count = delivery_stat.count + excluded.count, total_us = delivery_stat.total_us + excluded.total_us`,
}

export type Outcome = {
  job: string
  claim: number
  message: string
  endpoint: string
  queue: string
  status: number
  totalUs: number
  response: string
}

/** Deadlocks and serialization failures have no effect: again. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isRepeatable(error)) throw error
    }
  }
}

const maxBatch = 200
const parallel = 2
const workerNumber = 1
/** A batch is written when it is this old, or this large. */
const patienceMs = 2
const enough = 100

export function createRecorder(pool: pg.Pool): (outcome: Outcome) => void {
  let waiting: Outcome[] = []
  let running = 0

  const flush = async (): Promise<void> => {
    if (running >= parallel || waiting.length === 0) return
    running++
    const batch = waiting.slice(0, maxBatch)
    waiting = waiting.slice(maxBatch)
    const column = <T>(pick: (outcome: Outcome) => T) => batch.map(pick)
    const ids = column(o => o.message).sort()
    const values = [
      column(o => o.job),
      column(o => o.claim),
      column(o => o.message),
      column(o => o.endpoint),
      column(o => o.status),
      column(() => 0),
      column(o => o.totalUs),
      column(o => o.response),
      ids[0],
      ids.at(-1),
      workerNumber,
      [...new Set(column(o => o.queue))],
    ]
    await again(() => pool.query({ ...record, values }))
    running--
    if (waiting.length > 0) void flush()
  }

  return outcome => {
    waiting.push(outcome)
    if (waiting.length === 1) setTimeout(flush, patienceMs)
    else if (waiting.length >= enough) void flush()
  }
}
