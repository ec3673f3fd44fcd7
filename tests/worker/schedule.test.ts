import { describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import { moveClock, moveClockTo } from '#tests/support/clock.ts'
import { createHandWorker, here, setUpHandWorker } from '#tests/support/hand-worker.ts'
import type { Inbox, Script } from '#tests/support/receiver.ts'
import { attemptsOf, deliveriesOf, endedDelivery, seedMerchant } from '#tests/support/seed.ts'

setUpHandWorker()

async function seed(script: Script, options: { retrySchedule?: number[] } = {}) {
  const inbox: Inbox = here.receiver.inbox(script)
  const shop = await seedMerchant()
  const endpoint = await shop.addEndpoint(inbox.url, options)
  return { shop, inbox, endpoint }
}

/** Seconds from the last attempt to the next one as it is planned. */
async function plannedDelay(messageId: string): Promise<number> {
  const last = (await attemptsOf(messageId)).at(-1)!
  const { next_attempt_at } = (await deliveriesOf(messageId))[0]!
  expect(last.next_attempt_at).toEqual(next_attempt_at)
  return (next_attempt_at!.getTime() - last.started_at.getTime()) / 1000
}

const toNextAttempt = async (messageId: string): Promise<void> => {
  await moveClockTo(new Date((await deliveriesOf(messageId))[0]!.next_attempt_at!.getTime() + 10))
  expect(await here.worker.work('retry')).toBe(1)
}

describe('the schedule', () => {
  test('of three days: ten attempts, each in its time, then failed', async () => {
    const { shop, inbox, endpoint } = await seed({ status: 500 })
    const { id } = await shop.post()
    await here.worker.work('deliver')
    for (const [at, seconds] of defaultSchedule.entries()) {
      expect((await deliveriesOf(id))[0]).toMatchObject({ state: 1, attempt_count: at + 1, schedule_step: at + 1 })
      const delay = await plannedDelay(id)
      expect(delay).toBeGreaterThanOrEqual(seconds * 0.8)
      expect(delay).toBeLessThan(seconds * 1.2 + 1) // the attempt itself takes a moment
      expect(await here.worker.work('retry')).toBe(0)
      await toNextAttempt(id)
    }
    expect(await endedDelivery(id)).toEqual({ state: 'failed', reason: 'exhausted', attempts: 10 })
    expect(inbox.received.map(({ headers }) => headers['webhook-attempt'])).toEqual(Array.from({ length: 10 }, (_, i) => `${i + 1}`))
    expect(new Set(inbox.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const { rows } = await pool.query('select failing_since, disabled from endpoint where id = $1', [endpoint])
    expect(rows[0]).toEqual({ failing_since: expect.any(Date), disabled: false })
  })

  test('of the endpoint goes before the environment’s, and that before ours', async () => {
    const own = await seed({ status: 500 }, { retrySchedule: [100] })
    const theirs = await seed({ status: 500 })
    await pool.query(`update environment set retry_schedule = '{1000}', updated_at = now() where id = $1`, [
      theirs.shop.context.environmentId,
    ])
    const [first, second] = [await own.shop.post(), await theirs.shop.post()]
    await here.worker.work('deliver')
    expect(Math.abs((await plannedDelay(first.id)) - 100)).toBeLessThan(21)
    expect(Math.abs((await plannedDelay(second.id)) - 1_000)).toBeLessThan(201)
    await toNextAttempt(first.id)
    expect(await endedDelivery(first.id)).toEqual({ state: 'failed', reason: 'exhausted', attempts: 2 })
  })

  test('ends with success, whenever it comes', async () => {
    const { shop } = await seed(['reset', { status: 503 }, { status: 204 }])
    const { id } = await shop.post()
    await here.worker.work('deliver')
    await toNextAttempt(id)
    await toNextAttempt(id)
    expect(await endedDelivery(id)).toEqual({ state: 'delivered', reason: null, attempts: 3 })
    expect((await attemptsOf(id)).map(attempt => attempt.status)).toEqual([null, 503, 204])
  })
})

describe('the receiver is heard', () => {
  test.each([
    ['429', { status: 429 }, 60],
    ['Retry-After in seconds', { status: 503, headers: { 'retry-after': '900' } }, 900],
  ])('%s: not before its time', async (_, answer, seconds) => {
    const { shop } = await seed(answer)
    const { id } = await shop.post()
    await here.worker.work('deliver')
    expect(await plannedDelay(id)).toBeGreaterThanOrEqual(seconds)
  })

  test('a timeout: not before a minute has passed', async () => {
    const { shop } = await seed('hang')
    const impatient = createHandWorker(here.queue, { timeoutMs: 50 })
    const { id } = await shop.post()
    await impatient.work('deliver')
    expect(await plannedDelay(id)).toBeGreaterThanOrEqual(60)
    impatient.close()
  })

  test('Retry-After never makes it earlier, nor later than a day', async () => {
    const { shop } = await seed([
      { status: 503, headers: { 'retry-after': '1' } },
      { status: 503, headers: { 'retry-after': '999999999' } },
    ])
    const { id } = await shop.post()
    await here.worker.work('deliver')
    expect(await plannedDelay(id)).toBeGreaterThanOrEqual(4)
    await toNextAttempt(id)
    expect(Math.abs((await plannedDelay(id)) - 24 * 3600)).toBeLessThan(2)
  })

  test('`abort-message` ends this delivery, not the endpoint', async () => {
    const { shop, endpoint } = await seed({ status: 500, headers: { 'webhook-delivery': 'abort-message' } })
    const { id } = await shop.post()
    await here.worker.work('deliver')
    expect(await endedDelivery(id)).toEqual({ state: 'failed', reason: 'aborted_by_receiver', attempts: 1 })
    expect((await pool.query('select disabled from endpoint where id = $1', [endpoint])).rows[0]).toEqual({ disabled: false })
  })

  test('`disable` disables the endpoint: what waits is canceled when it is due, what comes is skipped', async () => {
    const { shop, inbox, endpoint } = await seed({ status: 500 })
    const { id: waiting } = await shop.post()
    await here.worker.work('deliver')
    inbox.answerWith({ status: 500, headers: { 'webhook-delivery': 'disable' } })
    const { id } = await shop.post()
    await here.worker.work('deliver')
    expect(await endedDelivery(id)).toEqual({ state: 'canceled', reason: 'endpoint_disabled', attempts: 1 })
    expect((await pool.query('select disabled, disabled_reason from endpoint where id = $1', [endpoint])).rows[0]).toEqual({
      disabled: true,
      disabled_reason: 'receiver_command',
    })
    expect(await endedDelivery((await shop.post()).id)).toEqual({ state: 'skipped', reason: 'endpoint_disabled', attempts: 0 })
    await toNextAttempt(waiting)
    expect(await endedDelivery(waiting)).toEqual({ state: 'canceled', reason: 'endpoint_disabled', attempts: 1 })
    expect(inbox.received).toHaveLength(2)
  })

  test('410 three times in a row is `disable`; another answer between begins anew', async () => {
    const { shop, endpoint } = await seed([410, 410, 500, 410, 410, 410].map(status => ({ status })))
    const disabled = async () =>
      (await pool.query('select disabled_reason from endpoint where id = $1', [endpoint])).rows[0].disabled_reason
    for (let count = 1; count <= 6; count++) {
      expect(await disabled()).toBeNull()
      await shop.post()
      await here.worker.work('deliver')
    }
    expect(await disabled()).toBe('gone')
  })
})

test('a receiver that is down for an hour gets everything when it is back, each once', async () => {
  const { shop, inbox } = await seed({ status: 503 })
  const messages = await Promise.all(Array.from({ length: 20 }, () => shop.post()))
  await here.worker.work('deliver')
  for (let minutes = 0; minutes < 60; minutes += 10) {
    await moveClock(600)
    await here.worker.work('retry')
  }
  inbox.answerWith({})
  inbox.received.length = 0
  while ((await deliveriesOf(messages[0]!.id))[0]!.state === 1 || inbox.received.length < 20) {
    await moveClock(1_800)
    await here.worker.work('retry')
  }
  expect(new Set(inbox.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20)
  expect(inbox.received).toHaveLength(20)
  for (const { id } of messages) expect((await endedDelivery(id)).state).toBe('delivered')
})
