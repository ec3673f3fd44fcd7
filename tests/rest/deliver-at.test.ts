import { afterEach, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { databaseNow, moveClock, resetClock } from '#tests/support/clock.ts'
import { deliveriesOf } from '#tests/support/seed.ts'
import { call, setUpTenant } from '#tests/support/tenant.ts'
import { setUpReceiver, startTestWorker, stopWorkers } from '#tests/support/workers.ts'

setUpTenant({ shop: true })
const receiver = setUpReceiver()
afterEach(async () => {
  await stopWorkers()
  await resetClock()
})

const inHours = async (hours: number) => new Date((await databaseNow()).getTime() + hours * 3_600_000).toISOString()
const post = async (input: object) => (await call('post', '/app/shop/msg', { eventType: 'order.paid', payload: { a: 1 }, ...input })).body
const idOf = (message: { id: string }) => parseId('message', message.id)!

test('a message is accepted now and delivered at its time, its payload kept from then on', async () => {
  const inbox = receiver.inbox()
  await call('post', '/app/shop/endpoint', { url: inbox.url })
  const deliverAt = await inHours(24)
  const later = await post({ deliverAt, payloadRetentionHours: 1 })
  expect(later.deliverAt).toBe(deliverAt)
  expect((await call('get', `/app/shop/msg/${later.id}`)).body).toEqual(later)
  expect(await deliveriesOf(idOf(later))).toMatchObject([{ state: 0, next_attempt_at: new Date(deliverAt) }])
  await startTestWorker()
  const [first] = [await post({}), await inbox.arrived(1)]
  expect(inbox.received.map(({ headers }) => headers['webhook-id'])).toEqual([first.id])
  await moveClock(24 * 3600)
  await inbox.arrived(2)
  expect(inbox.received[1]?.headers['webhook-id']).toBe(later.id)
})

test('a time that is past means at once', async () => {
  await call('post', '/app/shop/endpoint', { url: receiver.inbox().url })
  const message = await post({ deliverAt: await inHours(-1) })
  expect(message.deliverAt).toBeNull()
  const { rows } = await pool.query(`select start_after <= pgboss.job_now() as due from pgboss.job where data ->> 'm' = $1`, [
    idOf(message),
  ])
  expect(rows).toEqual([{ due: true }])
})

test('also in the lane of a limited endpoint', async () => {
  const inbox = receiver.inbox()
  await call('post', '/app/shop/endpoint', { url: inbox.url, throttleRate: 100 })
  const later = await post({ deliverAt: await inHours(1) })
  await startTestWorker()
  const now = await post({})
  await inbox.arrived(1)
  expect(inbox.received[0]?.headers['webhook-id']).toBe(now.id)
  await moveClock(3601)
  await inbox.arrived(2)
  expect(inbox.received[1]?.headers['webhook-id']).toBe(later.id)
})
