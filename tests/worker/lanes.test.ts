import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { dropLanes, moveStragglers } from '#server/lanes/sql.ts'
import { laneQueue } from '#server/queue.ts'
import { moveClock } from '#tests/support/clock.ts'
import { type Inbox, type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { deliveriesOf, endedDelivery, type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, stopWorkers, tidyAfterEach } from '#tests/support/workers.ts'

let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())
tidyAfterEach()

/** Few requests at once and little patience, so that a handful of messages is a crowd. */
const narrow = { slots: 3, waitMs: 60, slowMs: 20 }

async function seed(inbox: Inbox): Promise<{ shop: Merchant; endpoint: string; inbox: Inbox }> {
  const shop = await seedMerchant()
  return { shop, endpoint: await shop.addEndpoint(inbox.url), inbox }
}
const post = (shop: Merchant, count: number) => Promise.all(Array.from({ length: count }, () => shop.post()))

const laneOf = async (endpoint: string) =>
  (
    await pool.query<{ state: string; reason: string; owner: number | null }>(
      'select state, reason, owner from lane where endpoint_id = $1',
      [endpoint],
    )
  ).rows[0]
const openLane = (endpoint: string) =>
  until('a lane is open', async () => ((await laneOf(endpoint))?.state === 'open' ? laneOf(endpoint) : null))

/** Where an endpoint's jobs are that nobody works on. */
const waitingIn = async (endpoint: string): Promise<Record<string, number>> => {
  const { rows } = await pool.query(`select name, count(*)::int from pgboss.job where group_id = $1 and state < 'active' group by 1`, [
    endpoint,
  ])
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

describe('an endpoint that hangs', () => {
  test('gets a lane within a moment, and its neighbours go on', async () => {
    await startTestWorker()
    const hanging = await seed(receiver.inbox('hang'))
    const healthy = await seed(receiver.inbox())
    await post(hanging.shop, 60)
    const startedAt = performance.now()
    expect(await openLane(hanging.endpoint)).toMatchObject({ state: 'open', reason: 'slow' })
    // 200 ms of patience, 50 ms between looks; the rest is what a busy machine may take.
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    for (let count = 1; count <= 10; count++) {
      const postedAt = performance.now()
      await healthy.shop.post()
      await healthy.inbox.arrived(count)
      expect(performance.now() - postedAt).toBeLessThan(1_500)
    }
    expect(await laneOf(healthy.endpoint)).toBeUndefined()
    // Twenty of its share, twenty of its lane's window.
    await hanging.inbox.arrived(40)
    expect(Object.keys(await waitingIn(hanging.endpoint))).toEqual([laneQueue(hanging.endpoint)])
  })

  test('is asked by fewer and fewer, one at least', async () => {
    const { shop, endpoint, inbox } = await seed(receiver.inbox('hang'))
    await startTestWorker({ share: narrow, timeoutMs: 150 })
    await post(shop, 120)
    await openLane(endpoint)
    await until('one request at a time is left', () => inbox.received.length > 25 && inbox.open() === 1)
    const before = inbox.received.length
    await inbox.arrived(before + 3)
    expect(inbox.open()).toBeLessThanOrEqual(1)
  })

  test('gets all of it when it has recovered, and loses its lane', async () => {
    const { shop, endpoint, inbox } = await seed(receiver.inbox('hang'))
    await startTestWorker({ share: narrow, timeoutMs: 300, laneCloseAfterMs: 200 })
    await post(shop, 40)
    await openLane(endpoint)
    inbox.answerWith({})
    const untried = async () => (await pool.query('select from delivery where endpoint_id = $1 and state = 0', [endpoint])).rowCount
    await until('all that had to wait is sent', async () => (await untried()) === 0)
    await until('its lane is closed', async () => (await laneOf(endpoint))?.state === 'closed')
    const { id } = await shop.post()
    expect(await endedDelivery(id)).toMatchObject({ state: 'delivered', attempts: 1 })
    expect(await laneOf(endpoint)).toMatchObject({ state: 'closed', owner: null })
  })
})

describe('a burst', () => {
  test('of one endpoint gets a lane when it crowds out the others, though it is quick', async () => {
    const bursting = await seed(receiver.inbox())
    const healthy = await seed(receiver.inbox())
    // It is there already when the worker comes, so that its end is far away.
    await post(bursting.shop, 2_500)
    await startTestWorker({ slots: 40 })
    expect(await openLane(bursting.endpoint)).toMatchObject({ reason: 'burst' })
    await healthy.shop.post()
    await healthy.inbox.arrived(1)
    expect(bursting.inbox.received.length).toBeLessThan(2_500)
    await bursting.inbox.arrived(2_500)
    expect(new Set(bursting.inbox.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2_500)
  })
})

describe('a lane', () => {
  /** Open, without an owner, as another worker left it. */
  async function makeLane(endpoint: string, state: 'open' | 'closed' = 'open'): Promise<void> {
    await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [laneQueue(endpoint)])
    await pool.query(
      `insert into lane (endpoint_id, lease_key, reason, state, opened_at, closed_at)
       values ($1, $1, 'slow', $2, pgboss.job_now(), case when $2 = 'closed' then pgboss.job_now() end)`,
      [endpoint, state],
    )
  }

  test('draws in what was posted before it opened: claimed jobs are moved, not sent from the wrong queue', async () => {
    const { shop, endpoint, inbox } = await seed(receiver.inbox())
    const messages = await post(shop, 30)
    await makeLane(endpoint)
    expect(await waitingIn(endpoint)).toEqual({ deliver: 30 })
    await startTestWorker()
    await inbox.arrived(30)
    for (const { id } of messages) expect(await endedDelivery(id)).toMatchObject({ state: 'delivered', attempts: 1 })
    const { rows } = await pool.query(`select count(*)::int from pgboss.job where group_id = $1`, [endpoint])
    expect(rows).toEqual([{ count: 0 }])
  })

  test('has one owner; when that one stops, another takes it', async () => {
    const { shop, endpoint, inbox } = await seed(receiver.inbox())
    await makeLane(endpoint)
    const first = await startTestWorker()
    await until('it takes the lane', async () => (await laneOf(endpoint))?.owner === first.id)
    const second = await startTestWorker()
    await post(shop, 10)
    await inbox.arrived(10)
    expect(second.lanes()).toBe(0)
    await first.drain(1_000)
    await until('the other takes it', async () => (await laneOf(endpoint))?.owner === second.id)
    await post(shop, 10)
    await inbox.arrived(20)
  })

  test('of a worker that died is free when its lease is over, not before', async () => {
    const { endpoint } = await seed(receiver.inbox())
    await makeLane(endpoint)
    await pool.query(`update lane set owner = 999999, lease_until = pgboss.job_now() + interval '1 hour' where endpoint_id = $1`, [
      endpoint,
    ])
    const worker = await startTestWorker()
    const touches = async () => (await pool.query('select seen_at from worker where id = $1', [worker.id])).rows[0].seen_at as Date
    const before = await touches()
    await until('it has looked for lanes several times', async () => (await touches()).getTime() > before.getTime() + 300)
    expect((await laneOf(endpoint))?.owner).toBe(999_999)
    await moveClock(3_601)
    await until('it takes the lane', async () => (await laneOf(endpoint))?.owner === worker.id)
  })

  test('that is lost and taken again closes all the same: what was in flight meanwhile is counted once', async () => {
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    const { shop, endpoint, inbox } = await seed(receiver.inbox(() => gate.then(() => ({}))))
    await makeLane(endpoint)
    const worker = await startTestWorker({ laneCloseAfterMs: 200 })
    await post(shop, 15)
    await inbox.arrived(15)
    await pool.query('update lane set owner = null, lease_until = null where endpoint_id = $1', [endpoint])
    await until('it takes the lane again', async () => (await laneOf(endpoint))?.owner === worker.id)
    release()
    await until('it is closed', async () => (await laneOf(endpoint))?.state === 'closed')
    expect((await pool.query('select from delivery where endpoint_id = $1 and state = 2', [endpoint])).rowCount).toBe(15)
  })

  test('is shared out evenly among the workers', async () => {
    const endpoints = await Promise.all(Array.from({ length: 6 }, async () => (await seed(receiver.inbox())).endpoint))
    for (const endpoint of endpoints) await makeLane(endpoint)
    const first = await startTestWorker()
    await until('the only worker has all', () => first.lanes() === 6)
    const second = await startTestWorker()
    await until('each has half', () => first.lanes() === 3 && second.lanes() === 3)
  })

  test('survives jobs without a delivery: they leave its window', async () => {
    const { shop, endpoint, inbox } = await seed(receiver.inbox())
    await makeLane(endpoint)
    await post(shop, 45)
    await pool.query('delete from delivery where endpoint_id = $1', [endpoint])
    const { id } = await shop.post()
    await startTestWorker()
    expect(await endedDelivery(id)).toMatchObject({ state: 'delivered' })
    await post(shop, 25)
    await inbox.arrived(26)
  })

  test('carries resends and later attempts too', async () => {
    const { shop, endpoint, inbox } = await seed(receiver.inbox([{ status: 500 }, {}]))
    await makeLane(endpoint)
    await startTestWorker()
    const { id } = await shop.post()
    await inbox.arrived(1)
    await until('the next attempt is planned', async () => (await deliveriesOf(id))[0]!.state === 1)
    expect(await waitingIn(endpoint)).toEqual({ [laneQueue(endpoint)]: 1 })
    await moveClock(10)
    await inbox.arrived(2)
    expect(await endedDelivery(id)).toMatchObject({ state: 'delivered', attempts: 2 })
  })

  test('that is closed gives back what came into it meanwhile, and goes an hour later, when it is empty', async () => {
    const { shop, endpoint } = await seed(receiver.inbox())
    await makeLane(endpoint)
    await post(shop, 3)
    await pool.query(`update lane set state = 'closed', closed_at = pgboss.job_now() where endpoint_id = $1`, [endpoint])
    await moveClock(3_601)
    await pool.query(dropLanes)
    expect(await laneOf(endpoint)).toMatchObject({ state: 'closed' })
    await pool.query(moveStragglers)
    expect(await waitingIn(endpoint)).toEqual({ deliver: 3 })
    await pool.query(dropLanes)
    expect(await laneOf(endpoint)).toBeUndefined()
    expect((await pool.query('select from pgboss.queue where name = $1', [laneQueue(endpoint)])).rowCount).toBe(0)
    await shop.post()
    expect(await waitingIn(endpoint)).toEqual({ deliver: 4 })
  })

  test('does not go before its hour', async () => {
    const { endpoint } = await seed(receiver.inbox())
    await makeLane(endpoint, 'closed')
    await moveClock(3_500)
    await pool.query(dropLanes)
    expect(await laneOf(endpoint)).toMatchObject({ state: 'closed' })
  })
})

test('the janitor is one of the worker’s tasks', async () => {
  const { shop, endpoint, inbox } = await seed(receiver.inbox())
  await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [laneQueue(endpoint)])
  await pool.query(
    `insert into lane (endpoint_id, lease_key, reason, state, opened_at) values ($1, $1, 'slow', 'open', pgboss.job_now())`,
    [endpoint],
  )
  await post(shop, 3)
  await pool.query(`update lane set state = 'closed', closed_at = pgboss.job_now()`)
  await startTestWorker()
  await inbox.arrived(3)
  await stopWorkers()
})
