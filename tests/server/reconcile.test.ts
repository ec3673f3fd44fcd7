import { beforeEach, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { openLane } from '#server/lanes/sql.ts'
import { deliveriesOf, seedMerchant } from '#tests/support/seed.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'
import { faultCount, reconcile } from '#worker/tasks/reconcile.ts'

tidyAfterEach()

const url = 'http://127.0.0.1:9/unused'
let endpointId: string
let post: () => Promise<string>
beforeEach(async () => {
  const shop = await seedMerchant()
  endpointId = await shop.addEndpoint(url)
  post = async () => (await shop.post()).id
})

const deliveryOf = async (messageId: string) => (await deliveriesOf(messageId))[0]!
const jobsOf = async (messageId: string) =>
  (await pool.query<{ id: string; name: string }>(`select id, name from pgboss.job where data ->> 'm' = $1`, [messageId])).rows

/** Runs the task until it has walked over everything once more; returns what it found. */
async function found(): Promise<number> {
  const before = faultCount()
  await reconcile(pool)
  await reconcile(pool)
  return faultCount() - before
}

test('what is as it should be is left alone', async () => {
  const ids = await Promise.all([post(), post(), post()])
  const before = await Promise.all(ids.map(deliveryOf))
  expect(await found()).toBe(0)
  expect(await Promise.all(ids.map(deliveryOf))).toEqual(before)
})

test('a delivery that waits without its job gets one, due now', async () => {
  const [lost, kept] = await Promise.all([post(), post()])
  await pool.query(`delete from pgboss.job where data ->> 'm' = $1`, [lost])
  const untouched = await deliveryOf(kept)
  expect(await found()).toBe(1)
  const { state, job_id } = await deliveryOf(lost)
  expect(state).toBe(0)
  expect(await jobsOf(lost)).toEqual([{ id: job_id, name: 'retry' }])
  expect(await deliveryOf(kept)).toEqual(untouched)
  expect(await found()).toBe(0)
})

test('so does one that knows of no job at all', async () => {
  const id = await post()
  await pool.query(`delete from pgboss.job`)
  await pool.query(`update delivery set job_id = null, state = 1 where message_id = $1`, [id])
  expect(await found()).toBe(1)
  expect(await jobsOf(id)).toEqual([{ id: (await deliveryOf(id)).job_id, name: 'retry' }])
})

test('a delivery that is over loses the job that it still has, and the job goes too', async () => {
  const id = await post()
  await pool.query('update delivery set state = 2 where message_id = $1', [id])
  expect(await found()).toBe(1)
  expect(await deliveryOf(id)).toMatchObject({ state: 2, job_id: null, next_attempt_at: null })
  expect(await jobsOf(id)).toEqual([])
})

test('where the endpoint has a lane, a job in it is the job, and a new one goes there', async () => {
  const [moved, lost] = await Promise.all([post(), post()])
  await pool.query({ ...openLane, values: [endpointId, 'slow', 1, 8] })
  await pool.query(`update pgboss.job set name = 'lane/' || group_id where data ->> 'm' = $1`, [moved])
  await pool.query(`delete from pgboss.job where data ->> 'm' = $1`, [lost])
  const untouched = await deliveryOf(moved)
  expect(await found()).toBe(1)
  expect(await deliveryOf(moved)).toEqual(untouched)
  expect(await jobsOf(lost)).toEqual([{ id: (await deliveryOf(lost)).job_id, name: `lane/${endpointId}` }])
})

test('a job in the lane of a delivery that is over goes as well', async () => {
  const id = await post()
  await pool.query({ ...openLane, values: [endpointId, 'slow', 1, 8] })
  await pool.query(`update pgboss.job set name = 'lane/' || group_id where data ->> 'm' = $1`, [id])
  await pool.query('update delivery set state = 5 where message_id = $1', [id])
  expect(await found()).toBe(1)
  expect(await jobsOf(id)).toEqual([])
})
