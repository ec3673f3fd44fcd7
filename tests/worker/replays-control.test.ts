import { describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import { reap } from '#server/workers/sql.ts'
import { moveClock } from '#tests/support/clock.ts'
import { violations } from '#tests/support/invariant.ts'
import { cancel, here, post, read, replay, runToEnd, sentIds, setUpReplays, stateOf, step } from '#tests/support/replays.ts'
import { deliveriesOf } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker } from '#tests/support/workers.ts'
import { stepReplay } from '#worker/replays/step.ts'

setUpReplays()

describe('a canary', () => {
  test('goes first, alone; the rest follows its success', async () => {
    const ids = await post(5)
    const id = await replay({ canary: true })
    await step(id)
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'canary', admitted: 1, canaryDelivery: { msgId: formatId('message', ids[0]!) } })
    expect(await here.worker.work('replay')).toBe(1)
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'running', admitted: 5, delivered: 1 })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', delivered: 5 })
  })

  test('that fails stops the replay: nothing else is sent, and it is said why', async () => {
    const ids = await post(3)
    here.inbox.answerWith({ status: 410 })
    const id = await replay({ canary: true })
    expect(await runToEnd(id)).toMatchObject({
      state: 'failed',
      reason: 'The canary failed: the endpoint answered 410. The rest was not sent.',
      failedDelivery: { msgId: formatId('message', ids[0]!), endpointId: formatId('endpoint', here.endpoint) },
      admitted: 1,
      failed: 1,
      endedAt: expect.any(String),
    })
    expect(here.inbox.received).toHaveLength(1)
    expect(await stateOf(ids[1]!)).toBe('failed')
  })

  test('that gets no answer is said to', async () => {
    await post(1)
    here.inbox.answerWith('reset')
    expect((await runToEnd(await replay({ canary: true }))).reason).toBe(
      'The canary failed: the endpoint gave no answer (connection_reset). The rest was not sent.',
    )
  })

  test('after it the first new failure stops the rest and takes back what was not begun', async () => {
    const ids = await post(30)
    here.inbox.answerWith([{ status: 200 }, { status: 500 }])
    const id = await replay({ canary: true, rate: 10 })
    await step(id)
    await here.worker.work('replay')
    await step(id)
    await here.worker.work('replay')
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
    await here.worker.work('replay')
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', delivered: 1, skipped: 1 })
  })
})

describe('when healthy', () => {
  test('it waits for the endpoint’s next success, then goes', async () => {
    await post(2)
    await pool.query('update endpoint set failing_since = now() where id = $1', [here.endpoint])
    const id = await replay({ when: 'healthy', canary: true })
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'waiting', admitted: 0, startedAt: null })
    await here.shop.post()
    await here.worker.work('deliver')
    await step(id)
    expect(await read(id)).toMatchObject({ state: 'canary', admitted: 1, startedAt: expect.any(String) })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', delivered: 2 })
  })

  test('it can be canceled while it waits', async () => {
    await post(1)
    await pool.query('update endpoint set failing_since = now() where id = $1', [here.endpoint])
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
      await here.worker.work('replay')
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
    await here.worker.work('replay')
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
    const late = await here.shop.addEndpoint(here.inbox.url, { uid: 'late' })
    await step(id)
    expect((await read(id)).admitted).toBe(10)
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 0, endedAt: expect.any(String) })
    expect(await Promise.all(all.map(deliveriesOf))).toEqual(before)
    expect(await violations(pool)).toEqual([])
    expect((await pool.query('select from delivery where endpoint_id = $1', [late])).rowCount).toBe(0)
    expect(await stepReplay(id)).toBeNull()
    expect(here.inbox.received).toEqual([])
  })

  test('while some are in flight', async () => {
    await post(6)
    const id = await replay({ rate: 3 })
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    here.inbox.answerWith(async () => {
      await held
      return {}
    })
    await step(id)
    await here.worker.claimAll('replay')
    await here.inbox.arrived(3)
    await step(id)
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 3, delivered: 0 })
    release()
    await here.worker.work('replay')
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'canceled', admitted: 3, delivered: 3 })
    expect(here.inbox.received).toHaveLength(3)
  })

  test('also what a worker had claimed and then gave back', async () => {
    const ids = await post(2)
    const id = await replay()
    await step(id)
    await here.queue.fetch('replay', 10, Date.now() + 3_600_000, pool)
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
    await here.inbox.arrived(60)
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
      await here.worker.work('replay')
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
    await pool.query('select pg_terminate_backend($1, 10000)', [(killed as unknown as { processID: number }).processID])
    await error
    killed.release(true)
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', admitted: 4, delivered: 4 })
    expect(here.inbox.received).toHaveLength(4)
  })

  test('a worker killed after a step, with all of it in flight: another goes on, and what was in flight is sent by it', async () => {
    const ids = await post(4)
    const id = await replay({ rate: 2 })
    await step(id)
    await here.queue.fetch('replay', 10, Date.now() + 3_600_000, pool)
    await moveClock(60)
    await pool.query({ ...reap, values: [8] })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', admitted: 4, delivered: 4 })
    expect(sentIds().sort()).toEqual(ids)
  })
})
