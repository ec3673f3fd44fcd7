import { setTimeout as wait } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { generateSecret } from '#server/endpoints/secrets.ts'
import { formatId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { type Inbox, type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { attemptedDelivery, attemptsOf, deliveriesOf, endedDelivery, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, stopWorkers, tidyAfterEach } from '#tests/support/workers.ts'

let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())
tidyAfterEach()

async function seed(inbox: Inbox = receiver.inbox()) {
  const shop = await seedMerchant()
  const endpoint = await shop.addEndpoint(inbox.url)
  const resend = (message: string) =>
    resendDelivery(shop.context, { application: shop.uid, message: formatId('message', message), endpoint: formatId('endpoint', endpoint) })
  return { shop, inbox, endpoint, resend }
}

const answerAfter = (ms: number) => wait(ms, {})

const jobCount = async (): Promise<number> =>
  (await pool.query<{ count: number }>(`select count(*)::int from pgboss.job where group_id is not null`)).rows[0]!.count

describe('a delivery', () => {
  test('is the posted bytes, signed as Standard Webhooks asks, within the moment', async () => {
    const { shop, inbox } = await seed()
    const secret = generateSecret('hmac')
    const signed = receiver.inbox()
    await shop.addEndpoint(signed.url, { secret })
    await startTestWorker()
    const payloads = [
      '{"id":9223372036854775807,"x":1.0}',
      '{"t":"\\u0000 \\ud800"}',
      '{ "🦄" : "é\u2028" }',
      '['.repeat(100_000) + ']'.repeat(100_000),
    ]
    const postedAt = performance.now()
    const messages = await Promise.all(payloads.map(payload => shop.post({ payload: Buffer.from(payload) })))
    for (const { body, headers } of await signed.arrived(payloads.length)) {
      const at = messages.findIndex(({ id }) => formatId('message', id) === headers['webhook-id'])
      expect(body.toString()).toBe(payloads[at])
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-attempt': '1' })
      // Parses the payload after it has verified, which a lone surrogate and deep nesting survive.
      new Webhook(secret).verify(body.toString(), headers as Record<string, string>)
    }
    expect(performance.now() - postedAt).toBeLessThan(2_000)
    await inbox.arrived(payloads.length)
    for (const { id } of messages) expect((await endedDelivery(id)).state).toBe('delivered')
    await until('no job is left', async () => (await jobCount()) === 0)
  })

  test('of a message posted while no worker ran is made when one starts', async () => {
    const { shop, inbox } = await seed()
    await Promise.all(Array.from({ length: 30 }, () => shop.post()))
    await startTestWorker()
    await inbox.arrived(30)
  })

  test('uses the endpoint as it is at that moment', async () => {
    const { shop, endpoint, inbox } = await seed()
    const other = receiver.inbox()
    await startTestWorker()
    await shop.post()
    await inbox.arrived(1)
    await pool.query('update endpoint set url = $2, revision = revision + 1 where id = $1', [endpoint, other.url])
    await shop.post()
    await other.arrived(1)
    expect(inbox.received).toHaveLength(1)
  })
})

describe('a delivery is not made', () => {
  test.each([
    ['disabled', `update endpoint set disabled = true where id = $1`, 'endpoint_disabled'],
    ['deleted', `update endpoint set deleted_at = now() where id = $1`, 'endpoint_deleted'],
  ])('to an endpoint that was %s meanwhile: canceled, with the reason', async (_, change, reason) => {
    const { shop, endpoint, inbox } = await seed()
    const { id } = await shop.post()
    await pool.query(change, [endpoint])
    await startTestWorker()
    expect(await endedDelivery(id)).toEqual({ state: 'canceled', reason, attempts: 0 })
    expect(inbox.received).toEqual([])
  })

  test('of a payload that has expired: skipped before the first attempt, failed after one', async () => {
    const { shop, inbox } = await seed(receiver.inbox({ status: 500 }))
    const { id: early } = await shop.post()
    await startTestWorker()
    await attemptedDelivery(early, 1)
    await stopWorkers()
    const { id: late } = await shop.post()
    await moveClock(91 * 24 * 3600)
    await startTestWorker()
    expect(await endedDelivery(early)).toEqual({ state: 'failed', reason: 'expired', attempts: 1 })
    expect(await endedDelivery(late)).toEqual({ state: 'skipped', reason: 'expired', attempts: 0 })
    expect(inbox.received).toHaveLength(1)
  })
})

describe('a resend', () => {
  test('that succeeds ends the schedule', async () => {
    const { shop, inbox, resend } = await seed(receiver.inbox([{ status: 500 }, { status: 200 }]))
    const { id } = await shop.post()
    await startTestWorker()
    await attemptedDelivery(id, 1)
    await resend(id)
    expect(await endedDelivery(id)).toEqual({ state: 'delivered', reason: null, attempts: 2 })
    expect((await attemptsOf(id)).map(attempt => attempt.trigger)).toEqual([0, 1])
    expect(inbox.received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(2).fill(formatId('message', id)))
    expect(await jobCount()).toBe(0)
  })

  test('that fails leaves the schedule as it was', async () => {
    const { shop, resend } = await seed(receiver.inbox({ status: 500 }))
    const { id } = await shop.post()
    await startTestWorker()
    const before = await attemptedDelivery(id, 1)
    await resend(id)
    expect(await attemptedDelivery(id, 2)).toEqual({ ...before, attempt_count: 2 })
  })

  test('of what has failed delivers it', async () => {
    const { shop, inbox, resend } = await seed(receiver.inbox({ status: 500, headers: { 'webhook-delivery': 'abort-message' } }))
    const { id } = await shop.post()
    await startTestWorker()
    expect(await endedDelivery(id)).toMatchObject({ state: 'failed', reason: 'aborted_by_receiver' })
    inbox.answerWith({})
    await resend(id)
    await until('it is delivered', async () => (await deliveriesOf(id))[0]?.state === 2)
    expect((await deliveriesOf(id))[0]).toMatchObject({ failed_at: null, reason: null })
  })
})

describe('SIGTERM', () => {
  test('lets what is in flight finish and be recorded, and claims nothing more', async () => {
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    const { shop, inbox } = await seed(receiver.inbox(() => gate.then(() => ({}))))
    const worker = await startTestWorker()
    const { id: first } = await shop.post()
    await inbox.arrived(1)
    const drained = worker.drain(5_000)
    const { id: second } = await shop.post()
    release()
    await drained
    expect(await endedDelivery(first)).toMatchObject({ state: 'delivered', attempts: 1 })
    expect((await deliveriesOf(second))[0]).toMatchObject({ state: 0, attempt_count: 0 })
    expect(worker.inFlight()).toBe(0)
    expect((await pool.query('select from worker where id = $1', [worker.id])).rows).toEqual([])
  })

  test('gives back what does not finish in time: the next worker makes it at once', async () => {
    const { shop, inbox } = await seed(receiver.inbox(['hang', {}]))
    const worker = await startTestWorker()
    const { id } = await shop.post()
    await inbox.arrived(1)
    await worker.drain(50)
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 0, attempt_count: 0 })
    await startTestWorker()
    await until('the next worker sends it', () => inbox.received.length === 2, 2_000)
    expect(await endedDelivery(id)).toMatchObject({ state: 'delivered', attempts: 1 })
  })

  test('begins none of those that wait for their endpoint', async () => {
    const { shop, inbox } = await seed(receiver.inbox(() => answerAfter(200)))
    const worker = await startTestWorker({ share: { slots: 2, waitMs: 60_000, slowMs: 60_000 } })
    await Promise.all(Array.from({ length: 10 }, () => shop.post()))
    await until('all are claimed', () => worker.inFlight() === 10)
    await inbox.arrived(2)
    await worker.drain(5_000)
    expect(inbox.received).toHaveLength(2)
    const { rows } = await pool.query(
      `select count(*)::int as count from pgboss.job where state = 'retry' and start_after <= pgboss.job_now()`,
    )
    expect(rows).toEqual([{ count: 8 }])
  })

  test('leaves the lanes to others', async () => {
    const { shop, inbox } = await seed(receiver.inbox('hang'))
    const worker = await startTestWorker({ share: { slots: 2, waitMs: 50, slowMs: 20 }, timeoutMs: 500 })
    await Promise.all(Array.from({ length: 60 }, () => shop.post()))
    await inbox.arrived(22)
    const drained = worker.drain(3_000)
    const before = inbox.received.length
    await drained
    expect(inbox.received.length).toBe(before)
    expect((await pool.query('select owner from lane')).rows).toEqual([{ owner: null }])
  })
})

test('a worker that drains does not deafen another of its process', async () => {
  const { shop, inbox } = await seed()
  const first = await startTestWorker()
  await startTestWorker()
  await first.drain()
  const startedAt = performance.now()
  for (let count = 1; count <= 6; count++) {
    await shop.post()
    await inbox.arrived(count)
  }
  // Six polls would take three seconds.
  expect(performance.now() - startedAt).toBeLessThan(1_500)
})

test('two workers share the work, and make none of it twice', async () => {
  const { shop, inbox } = await seed()
  const workers = [await startTestWorker(), await startTestWorker()]
  const others = await Promise.all(Array.from({ length: 20 }, () => shop.addEndpoint(receiver.inbox().url)))
  const messages = await Promise.all(Array.from({ length: 60 }, () => shop.post()))
  await inbox.arrived(60)
  for (const { id } of messages)
    await until('every delivery is made', async () =>
      (await deliveriesOf(id)).every(({ state, attempt_count }) => state === 2 && attempt_count === 1),
    )
  const { rows } = await pool.query('select distinct worker_id from attempt where endpoint_id = any ($1)', [others])
  expect(rows.map(row => row.worker_id).sort()).toEqual(workers.map(worker => worker.id).sort())
  expect(new Set(inbox.received.map(({ headers }) => headers['webhook-id'])).size).toBe(inbox.received.length)
})
