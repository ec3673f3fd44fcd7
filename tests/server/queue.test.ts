import { afterAll, beforeAll, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { jobColumns, jobValues, laneQueue, openQueue, type Queue, type QueueName } from '#server/queue.ts'
import { countTry, reap } from '#server/workers/sql.ts'
import { databaseNow, moveClock } from '#tests/support/clock.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'

let queue: Queue
beforeAll(async () => {
  queue = await openQueue()
})
afterAll(() => queue.stop())
tidyAfterEach()

const endpoint = '01890a5d-ac96-774b-bcce-b302099a8057'

/** Resend jobs, because the invariant asks nothing of them. Returns their message ids in the order given. */
async function insert(name: QueueName, dueInSeconds: number[]): Promise<string[]> {
  const { rows } = await pool.query<{ m: string }>(
    `insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
     select uuid_v7(), $1, jsonb_build_object('m', uuid_v7(), 't', 1), $2, due_priority(at), at, pgboss.job_now() + ord * interval '1 microsecond', ${jobValues}
     from unnest($3::float8[]) with ordinality i(due, ord), lateral (select pgboss.job_now() + make_interval(secs => due)) t(at)
     order by ord returning data ->> 'm' as m`,
    [name, endpoint, dueInSeconds],
  )
  return rows.map(row => row.m)
}

const fetch = async (limit: number) => queue.fetch('deliver', limit, (await databaseNow()).getTime(), pool)

test('what is due is fetched, the longest due first and then in the order of its making', async () => {
  const [first, second, oldest, , soon] = await insert('deliver', [0, 0, -5, 60, 2])
  for (const expected of [oldest, first, second]) expect((await fetch(1)).map(job => job.data.m)).toEqual([expected])
  expect(await fetch(10)).toEqual([])
  await moveClock(3)
  expect((await fetch(10)).map(job => job.data.m)).toEqual([soon])
})

test('a job is another claim each time it is fetched again, whatever happened between', async () => {
  await insert('deliver', [0])
  const [job] = await fetch(1)
  expect(job).toMatchObject({ groupId: endpoint, retryCount: 0 })
  for (const claim of [1, 2]) {
    await moveClock(9)
    await pool.query({ ...reap, values: [8] })
    const [again] = await fetch(1)
    expect(again).toMatchObject({ id: job!.id, retryCount: claim, data: { r: claim } })
    // What is taken over is counted when it is begun, not when it is taken over.
    await pool.query({ ...countTry, values: ['deliver', again!.id, claim] })
    expect((await pool.query({ ...countTry, values: ['deliver', again!.id, claim - 1] })).rowCount).toBe(0)
  }
})

test('a job that is touched is not taken over; one that is silent for eight seconds is, once', async () => {
  await insert('deliver', [0, 0])
  const [touched, silent] = await fetch(2)
  await moveClock(9)
  await pool.query(`update pgboss.job set heartbeat_on = pgboss.job_now() - interval '7 s' where id = $1`, [touched!.id])
  const results = await Promise.all([1, 2, 3].map(() => pool.query<{ id: string }>({ ...reap, values: [8] })))
  expect(results.flatMap(result => result.rows)).toEqual([{ id: silent!.id }])
  const { rows } = await pool.query(`select data -> 'r' as reaped from pgboss.job where id = $1`, [silent!.id])
  expect(rows).toEqual([{ reaped: 1 }])
})

test('several lanes are drained in one statement, each to a limit of its own, and its jobs reaped too', async () => {
  const lanes = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058'].map(laneQueue)
  for (const lane of lanes) await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [lane])
  await insert(lanes[0]!, [0, 0, 0, 60])
  await insert(lanes[1]!, [0])
  const nowMs = (await databaseNow()).getTime()
  const jobs = await queue.fetchLanes(
    lanes.map(name => ({ name, limit: 2 })),
    nowMs,
    pool,
  )
  expect(jobs.map(job => job.name).sort()).toEqual([lanes[0], lanes[0], lanes[1]])
  expect(jobs.every(job => job.retryCount === 0)).toBe(true)
})

test('two workers that fetch at once share what there is', async () => {
  const ids = await insert('deliver', Array(40).fill(0))
  const batches = await Promise.all([fetch(30), fetch(30), fetch(30)])
  expect(
    batches
      .flat()
      .map(job => job.data.m)
      .sort(),
  ).toEqual(ids.toSorted())
})

test('the queue never drops or gives up what waits', async () => {
  await insert('deliver', [0])
  const { rows } = await pool.query(`select keep_until::text, retry_limit, policy from pgboss.job`)
  expect(rows).toEqual([{ keep_until: 'infinity', retry_limit: 1000, policy: 'standard' }])
  const queues = await pool.query(`select name, partition from pgboss.queue where name in ('deliver', 'retry', 'replay') order by name`)
  expect(queues.rows).toEqual(['deliver', 'replay', 'retry'].map(name => ({ name, partition: true })))
})
