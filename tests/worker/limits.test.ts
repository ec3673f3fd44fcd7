import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { syncLanes } from '#server/lanes/sql.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, tidyAfterEach } from '#tests/support/workers.ts'

let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())
tidyAfterEach()

const sync = (...endpointIds: string[]) => pool.query({ ...syncLanes, values: [endpointIds] })

async function limitEndpoint(endpointId: string, rate: number): Promise<void> {
  await pool.query('update endpoint set rate_limit = $2 where id = $1', [endpointId, rate])
  await sync(endpointId)
}

async function setPaused(endpointId: string, paused: boolean): Promise<void> {
  await pool.query('update endpoint set paused_at = case when $2 then now() end where id = $1', [endpointId, paused])
  await sync(endpointId)
}

const post = (shop: Merchant, count: number) => Promise.all(Array.from({ length: count }, () => shop.post()))

/** The most attempts that began within any second, by the database's clock. */
async function busiestSecond(...endpointIds: string[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select max(count)::int as count from (
      select count(*) over (order by started_at range between current row and interval '999 milliseconds' following) from attempt
      where endpoint_id = any ($1)) windows`,
    [endpointIds],
  )
  return rows[0]!.count
}

async function recorded(count: number, ...endpointIds: string[]): Promise<void> {
  await until(`${count} attempts are recorded`, async () => {
    const { rows } = await pool.query('select count(*)::int as count from attempt where endpoint_id = any ($1)', [endpointIds])
    return rows[0].count === count
  })
}

describe('a rate', () => {
  test('holds across workers, and a neighbour does not notice', async () => {
    const [shop, neighbour] = [await seedMerchant(), await seedMerchant()]
    const [slow, free] = [receiver.inbox(), receiver.inbox()]
    const endpointId = await shop.addEndpoint(slow.url)
    await neighbour.addEndpoint(free.url)
    await limitEndpoint(endpointId, 20)
    await Promise.all([startTestWorker(), startTestWorker(), startTestWorker()])
    await post(shop, 50)
    await post(neighbour, 200)
    await free.arrived(200)
    expect(slow.received.length).toBeLessThan(50)
    await slow.arrived(50)
    await recorded(50, endpointId)
    // A tenth of a second's worth and one may go at once.
    expect(await busiestSecond(endpointId)).toBeLessThanOrEqual(24)
  })

  test('of an application is common to its endpoints', async () => {
    const shop = await seedMerchant()
    const inboxes = [receiver.inbox(), receiver.inbox()]
    const endpointIds = await Promise.all(inboxes.map(inbox => shop.addEndpoint(inbox.url)))
    await pool.query('update application set rate_limit = 20 where id = $1', [shop.applicationId])
    await sync(...endpointIds)
    await Promise.all([startTestWorker(), startTestWorker()])
    await post(shop, 20)
    await Promise.all(inboxes.map(inbox => inbox.arrived(20)))
    await recorded(40, ...endpointIds)
    expect(await busiestSecond(...endpointIds)).toBeLessThanOrEqual(24)
  })
})

test('a pause keeps everything, resends too, and the end of it sends what waited in order', async () => {
  const [shop, neighbour] = [await seedMerchant(), await seedMerchant()]
  const [paused, free] = [receiver.inbox(), receiver.inbox()]
  const endpointId = await shop.addEndpoint(paused.url)
  await neighbour.addEndpoint(free.url)
  await setPaused(endpointId, true)
  await Promise.all([startTestWorker(), startTestWorker()])
  const ids: string[] = []
  for (let i = 0; i < 30; i++) ids.push((await shop.post()).id)
  await post(neighbour, 20)
  await free.arrived(20)
  expect(paused.received).toEqual([])

  await setPaused(endpointId, false)
  await recorded(30, endpointId)
  const { rows } = await pool.query('select message_id from attempt where endpoint_id = $1 order by started_at, id', [endpointId])
  expect(rows.map(row => row.message_id)).toEqual(ids)
  expect(paused.received.length).toBe(30)
})

test('a limit that is taken away lets everything go', async () => {
  const shop = await seedMerchant()
  const inbox = receiver.inbox()
  const endpointId = await shop.addEndpoint(inbox.url)
  await limitEndpoint(endpointId, 1)
  await startTestWorker()
  await post(shop, 100)
  await inbox.arrived(1)
  await pool.query('update endpoint set rate_limit = null where id = $1', [endpointId])
  await sync(endpointId)
  await inbox.arrived(100)
})
