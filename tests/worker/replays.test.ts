import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { deliveryStates } from '#server/deliveries/state.ts'
import { formatId, parseId } from '#server/ids.ts'
import { openQueue, type Queue } from '#server/queue.ts'
import { cancelReplay, createReplay } from '#server/replays/mutations.ts'
import { getReplay } from '#server/replays/queries.ts'
import { ReplayIn, type ReplayOut } from '#server/replays/schema.ts'
import { byKey } from '#server/replays/selection.ts'
import { reap } from '#server/workers/sql.ts'
import { moveClock } from '#tests/support/clock.ts'
import { createHandWorker } from '#tests/support/hand-worker.ts'
import { violations } from '#tests/support/invariant.ts'
import { become } from '#tests/support/past.ts'
import { type Inbox, type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { attemptsOf, deliveriesOf, type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, tidyAfterEach } from '#tests/support/workers.ts'
import { stepReplay } from '#worker/replays/step.ts'

let receiver: Receiver
let queue: Queue
let worker: ReturnType<typeof createHandWorker>
let inbox: Inbox
let shop: Merchant
let endpoint: string
beforeAll(async () => {
  receiver = await startReceiver()
  queue = await openQueue()
})
afterAll(() => Promise.all([receiver.close(), queue.stop()]))
beforeEach(async () => {
  worker = createHandWorker(queue)
  inbox = receiver.inbox()
  shop = await seedMerchant()
  endpoint = await shop.addEndpoint(inbox.url, { uid: 'hook' })
  return () => worker.close()
})
tidyAfterEach()

async function post(count: number, state: 'failed' | 'retrying' | 'delivered' | 'canceled' = 'failed'): Promise<string[]> {
  const ids = (await Promise.all(Array.from({ length: count }, () => shop.post()))).map(({ id }) => id).sort()
  await become(ids, state)
  return ids
}

const replay = async (input: Partial<typeof ReplayIn._input> = {}): Promise<string> => {
  const parsed = ReplayIn.parse({ endpointId: 'hook', canary: false, rate: 1_000, ...input })
  return parseId('replay', (await createReplay(shop.context, { application: shop.uid }, parsed, prisma)).id)!
}
const path = (id: string) => ({ application: shop.uid, replay: formatId('replay', id) })
const read = (id: string): Promise<ReplayOut> => getReplay(shop.context, path(id))
const cancel = (id: string): Promise<ReplayOut> => cancelReplay(shop.context, path(id))

/** A step of the engine a second later, so that the pace has something to give. */
const step = async (id: string) => {
  await moveClock(1)
  return stepReplay(id)
}

/** Steps, and delivers what they admit, until the replay is over. */
async function runToEnd(id: string): Promise<ReplayOut> {
  for (let steps = 0; steps < 100; steps++) {
    const stepped = await step(id)
    expect(await violations(pool)).toEqual([])
    if (stepped === null) return read(id)
    await worker.work('replay')
  }
  throw new Error('the replay does not end')
}

const stateOf = async (messageId: string) => deliveryStates[(await deliveriesOf(messageId))[0]!.state]
const sentIds = () => inbox.received.map(({ headers }) => parseId('message', String(headers['webhook-id'])))

describe('what is sent', () => {
  test.each(['failed', 'canceled'] as const)('%s: pending again at step 0 with one scheduled job, oldest first', async state => {
    const ids = await post(3, state)
    const id = await replay({ states: [state] })
    await step(id)
    for (const message of ids) {
      const [delivery] = await deliveriesOf(message)
      expect(delivery).toMatchObject({ state: 0, reason: null, schedule_step: 0, failed_at: null, job_id: expect.any(String) })
    }
    expect(await violations(pool)).toEqual([])
    await worker.work('replay')
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'finished', total: 3, admitted: 3, delivered: 3, failed: 0, skipped: 0 })
    expect(sentIds().sort()).toEqual(ids)
    expect((await attemptsOf(ids[0]!)).map(({ trigger }) => trigger)).toEqual([0])
  })

  test('missing: a delivery is made', async () => {
    const messages = await post(2, 'delivered')
    const late = receiver.inbox()
    const lateId = await shop.addEndpoint(late.url, { uid: 'late' })
    const id = await replay({ endpointId: 'late', states: ['missing'] })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', total: 2, delivered: 2 })
    expect(late.received).toHaveLength(2)
    expect(inbox.received).toEqual([])
    expect((await deliveriesOf(messages[0]!)).find(row => row.endpoint_id === lateId)).toMatchObject({ state: 2, attempt_count: 1 })
  })

  test('delivered: one attempt more, and it stays delivered, whatever comes of it', async () => {
    const [message] = await post(1, 'delivered')
    inbox.answerWith({ status: 500 })
    expect(await runToEnd(await replay({ states: ['delivered'] }))).toMatchObject({ state: 'finished', delivered: 0, failed: 1 })
    expect(await stateOf(message!)).toBe('delivered')
    expect((await attemptsOf(message!)).map(({ trigger }) => trigger)).toEqual([1])
  })

  test('retrying: an attempt beside the schedule, which its failure leaves alone and its success ends', async () => {
    const [fails, succeeds] = await post(2, 'retrying')
    inbox.answerWith(({ headers }) => ({ status: headers['webhook-id'] === formatId('message', fails!) ? 500 : 200 }))
    const [before] = await deliveriesOf(fails!)
    expect(await runToEnd(await replay({ states: ['retrying'] }))).toMatchObject({ state: 'finished', delivered: 1, failed: 1 })
    expect((await deliveriesOf(fails!))[0]).toEqual({ ...before, attempt_count: before!.attempt_count + 1 })
    expect(await stateOf(succeeds!)).toBe('delivered')
  })

  test('retrying, and delivered by its schedule before the replay came to it: not sent a second time', async () => {
    const [message] = await post(1, 'retrying')
    const id = await replay({ states: ['retrying'] })
    await step(id)
    await pool.query(
      `update pgboss.job set start_after = pgboss.job_now(), priority = due_priority(pgboss.job_now()) where name = 'deliver'`,
    )
    await worker.work('deliver')
    await worker.work('replay')
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'finished', delivered: 1 })
    expect(sentIds()).toEqual([message])
  })

  test('one that fails goes on by a schedule of its own', async () => {
    const [message] = await post(1)
    inbox.answerWith([{ status: 500 }, { status: 200 }])
    expect(await runToEnd(await replay())).toMatchObject({ state: 'finished', delivered: 0, failed: 1, reason: null })
    expect(await stateOf(message!)).toBe('retrying')
    await moveClock(10)
    await worker.work('retry')
    expect(await stateOf(message!)).toBe('delivered')
  })

  test('what changed between preview and sending is left alone', async () => {
    const ids = await post(2)
    const id = await replay()
    await resendDelivery(shop.context, { application: shop.uid, message: formatId('message', ids[0]!), endpoint: 'hook' })
    await worker.work('replay')
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', total: 2, admitted: 1, delivered: 1 })
    expect(sentIds()).toEqual(ids)
  })

  test('an endpoint that was disabled meanwhile stops it; what was in flight is canceled', async () => {
    const ids = await post(3)
    const id = await replay({ rate: 1 })
    await step(id)
    await pool.query('update endpoint set disabled = true where id = $1', [endpoint])
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'failed', reason: 'The endpoint was disabled.', admitted: 0 })
    for (const message of ids) expect(await stateOf(message)).toBe('failed')
  })

  test('into the endpoint’s lane where there is one', async () => {
    await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [`lane/${endpoint}`])
    await pool.query(`insert into lane (endpoint_id, lease_key, reason, opened_at) values ($1, $1, 'slow', now())`, [endpoint])
    await post(1)
    const id = await replay()
    await step(id)
    const { rows } = await pool.query('select name from pgboss.job where group_id = $1', [endpoint])
    expect(rows).toEqual([{ name: `lane/${endpoint}` }])
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 0 })
  })
})

describe('a canary', () => {
  test('goes first, alone; the rest follows its success', async () => {
    const ids = await post(5)
    const id = await replay({ canary: true })
    await step(id)
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'canary', admitted: 1, canaryDelivery: { msgId: formatId('message', ids[0]!) } })
    expect(await worker.work('replay')).toBe(1)
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'running', admitted: 5, delivered: 1 })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', delivered: 5 })
  })

  test('that fails stops the replay: nothing else is sent, and it is said why', async () => {
    const ids = await post(3)
    inbox.answerWith({ status: 410 })
    const id = await replay({ canary: true })
    expect(await runToEnd(id)).toMatchObject({
      state: 'failed',
      reason: 'The canary failed: the endpoint answered 410. The rest was not sent.',
      failedDelivery: { msgId: formatId('message', ids[0]!), endpointId: formatId('endpoint', endpoint) },
      admitted: 1,
      failed: 1,
      endedAt: expect.any(String),
    })
    expect(inbox.received).toHaveLength(1)
    expect(await stateOf(ids[1]!)).toBe('failed')
  })

  test('that gets no answer is said to', async () => {
    await post(1)
    inbox.answerWith('reset')
    expect((await runToEnd(await replay({ canary: true }))).reason).toBe(
      'The canary failed: the endpoint gave no answer (connection_reset). The rest was not sent.',
    )
  })

  test('after it the first new failure stops the rest and takes back what was not begun', async () => {
    const ids = await post(30)
    inbox.answerWith([{ status: 200 }, { status: 500 }])
    const id = await replay({ canary: true, rate: 10 })
    await step(id)
    await worker.work('replay')
    await step(id)
    await worker.work('replay')
    expect(await runToEnd(id)).toMatchObject({
      state: 'failed',
      reason: 'A delivery failed: the endpoint answered 500. The rest was not sent.',
      delivered: 1,
      failed: 10,
      admitted: 11,
    })
    expect(await stateOf(ids.at(-1)!)).toBe('failed')
  })

  test('that was not sent after all is followed by another', async () => {
    const ids = await post(2)
    const id = await replay({ canary: true })
    await step(id)
    await pool.query('update message set expires_at = now() where id = $1', [ids[0]])
    await worker.work('replay')
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', delivered: 1, skipped: 1 })
  })
})

describe('when healthy', () => {
  test('it waits for the endpoint’s next success, then goes', async () => {
    await post(2)
    await pool.query('update endpoint set failing_since = now() where id = $1', [endpoint])
    const id = await replay({ when: 'healthy', canary: true })
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'waiting', admitted: 0, startedAt: null })
    await shop.post()
    await worker.work('deliver')
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'canary', admitted: 1, startedAt: expect.any(String) })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', delivered: 2 })
  })

  test('it can be canceled while it waits', async () => {
    await post(1)
    await pool.query('update endpoint set failing_since = now() where id = $1', [endpoint])
    const id = await replay({ when: 'healthy' })
    expect(await cancel(id)).toMatchObject({ state: 'canceled', startedAt: null })
    expect(await stepReplay(id)).toBeNull()
  })
})

describe('pace', () => {
  test('is kept to the delivery, however often a step is made and however long none was', async () => {
    await post(60)
    const id = await replay({ rate: 8 })
    const admitted: number[] = []
    for (const seconds of [0.25, 0.25, 0.25, 0.25, 1, 60, 0, 0.5, 0.0625, 0.0625]) {
      await moveClock(seconds)
      admitted.push((await stepReplay(id))!.admitted)
      await worker.work('replay')
    }
    // The test's own time passes too, a few ms per step; what is lost of it is less than one delivery.
    const total = admitted.reduce((sum, count) => sum + count, 0)
    expect(Math.max(...admitted)).toBe(8)
    expect(total).toBeGreaterThanOrEqual(8 + 8 + 8 + 4)
    expect(total).toBeLessThanOrEqual(8 + 8 + 8 + 4 + 8)
    await cancel(id)
  })

  test('few wait or are in flight at a time, so that an endpoint that can’t keep up is not buried', async () => {
    await post(40)
    const id = await replay({ rate: 10 })
    for (let n = 0; n < 5; n++) await step(id)
    expect((await read(id)).admitted).toBe(20)
    await worker.work('replay')
    await step(id)
    expect((await read(id)).admitted).toBe(30)
    await cancel(id)
  })
})

describe('cancel', () => {
  test('takes back what was not claimed, to what it was; what is in flight ends and is counted', async () => {
    const failed = await post(3)
    const [canceled] = await post(1, 'canceled')
    const retrying = await post(1, 'retrying')
    const all = [...failed, canceled!, ...retrying]
    const before = await Promise.all(all.map(deliveriesOf))
    const id = await replay({ states: ['failed', 'canceled', 'retrying', 'missing'], endpointId: null })
    const late = await shop.addEndpoint(inbox.url, { uid: 'late' })
    await step(id)
    expect((await read(id)).admitted).toBe(10)
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 0, endedAt: expect.any(String) })
    expect(await Promise.all(all.map(deliveriesOf))).toEqual(before)
    expect(await violations(pool)).toEqual([])
    expect((await pool.query('select from delivery where endpoint_id = $1', [late])).rowCount).toBe(0)
    expect(await stepReplay(id)).toBeNull()
    expect(inbox.received).toEqual([])
  })

  test('while some are in flight', async () => {
    await post(6)
    const id = await replay({ rate: 3 })
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    inbox.answerWith(async () => {
      await held
      return {}
    })
    await step(id)
    await worker.claimAll('replay')
    await inbox.arrived(3)
    await step(id)
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 3, delivered: 0 })
    release()
    await worker.work('replay')
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'canceled', admitted: 3, delivered: 3 })
    expect(inbox.received).toHaveLength(3)
  })

  test('also what a worker had claimed and then gave back', async () => {
    const ids = await post(2)
    const id = await replay()
    await step(id)
    await queue.fetch('replay', 10, Date.now() + 3_600_000, pool)
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 2 })
    await moveClock(60)
    await pool.query({ ...reap, values: [8] })
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'canceled', admitted: 0 })
    for (const message of ids) expect(await stateOf(message)).toBe('failed')
  })

  test('of one that is over changes nothing', async () => {
    await post(1)
    const id = await replay()
    const ended = await runToEnd(id)
    expect(await cancel(id)).toMatchObject({ state: 'finished', endedAt: ended.endedAt, delivered: 1 })
  })
})

describe('many workers, and none', () => {
  test('workers drive it by themselves, and one goes on where another has stopped', async () => {
    const ids = await post(200)
    const id = await replay({ canary: true, rate: 100 })
    const [first] = await Promise.all([startTestWorker(), startTestWorker()])
    await inbox.arrived(60)
    await first.drain(1_000)
    await until('the replay is over', async () => (await read(id)).endedAt)
    expect(await read(id)).toMatchObject({ state: 'finished', admitted: 200, delivered: 200 })
    expect(sentIds().sort()).toEqual(ids)
  })

  test('of two that step at once one does, and nothing is sent twice', async () => {
    const ids = await post(120)
    const id = await replay({ rate: 1_000 })
    for (let over = false; !over; ) {
      await moveClock(0.02)
      const stepped = await Promise.all([stepReplay(id), stepReplay(id), stepReplay(id)])
      over = stepped.some(step => step?.state === 'finished')
      await worker.work('replay')
    }
    expect(await read(id)).toMatchObject({ state: 'finished', admitted: 120, delivered: 120 })
    expect(sentIds().sort()).toEqual(ids)
  })

  test('a worker killed in the middle of a step leaves nothing of it', async () => {
    await post(4)
    const id = await replay({ rate: 2 })
    const killed = await pool.connect()
    const error = new Promise(resolve => killed.once('error', resolve))
    await killed.query('begin')
    await killed.query('select from replay where id = $1 for update', [id])
    await killed.query(`update replay set admitted = 2, cursor_message_id = id where id = $1`, [id])
    // Nobody else drives it meanwhile.
    expect(await step(id)).toBeNull()
    await pool.query('select pg_terminate_backend($1)', [(killed as unknown as { processID: number }).processID])
    await error
    killed.release(true)
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', admitted: 4, delivered: 4 })
    expect(inbox.received).toHaveLength(4)
  })

  test('a worker killed after a step, with all of it in flight: another goes on, and what was in flight is sent by it', async () => {
    const ids = await post(4)
    const id = await replay({ rate: 2 })
    await step(id)
    await queue.fetch('replay', 10, Date.now() + 3_600_000, pool)
    await moveClock(60)
    await pool.query({ ...reap, values: [8] })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', admitted: 4, delivered: 4 })
    expect(sentIds().sort()).toEqual(ids)
  })
})

test('2,000 are counted and sent once each, although few wait at a time', async () => {
  await pool.query(
    `with m as (
       insert into message (id, environment_id, application_id, event_type, expires_at)
       select uuid_v7(), $1, $2, 'order.paid', now() + interval '1 day' from generate_series(1, 2000) returning id, expires_at),
     p as (insert into payload (expiry_week, message_id, body) select week_of(expires_at), id, '{}' from m)
     insert into delivery (message_id, endpoint_id, application_id, event_type, state, failed_at)
     select id, $3, $2, 'order.paid', 3, now() from m`,
    [shop.context.environmentId, shop.applicationId, endpoint],
  )
  const id = await replay()
  // Presets have no pace.
  await pool.query('update replay set rate = null, total = 0, total_exact = false, counted_message_id = cursor_message_id where id = $1', [
    id,
  ])
  let most = 0
  for (let over = false; !over; ) {
    over = (await stepReplay(id))?.state === 'finished'
    most = Math.max(most, await worker.work('replay'))
  }
  expect(await read(id)).toMatchObject({ state: 'finished', total: 2_000, totalIsExact: true, admitted: 2_000, delivered: 2_000 })
  expect(new Set(sentIds()).size).toBe(2_000)
  expect(inbox.received).toHaveLength(2_000)
  expect(most).toBe(300)
})

test('a replay whose count goes on is not walked beyond what was counted', async () => {
  await post(5)
  const id = await replay()
  await pool.query('update replay set total = 0, total_exact = false where id = $1', [id])
  await pool.query('update replay set counted_message_id = cursor_message_id, counted_endpoint_id = cursor_endpoint_id where id = $1', [id])
  await byKey(async db => {
    await db.query('select from replay where id = $1 for update', [id])
    expect(await stepReplay(id)).toBeNull()
  })
  expect(await runToEnd(id)).toMatchObject({ total: 5, totalIsExact: true, delivered: 5 })
})
