import { describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { deliveriesOf, endedDelivery } from '#tests/support/seed.ts'
import { callerOf } from '#tests/support/server.ts'
import { addEndpoint, call, createTenant, here, post, setUpTenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver, startTestWorker, stopWorkers } from '#tests/support/workers.ts'

setUpTenant({ shop: true })
const receiver = setUpReceiver()

const payloadOf = async (message: string) => (await call('get', `/app/shop/msg/${message}`)).body.payload

describe('expunge', () => {
  test('forgets the payload, also twice, and nothing else', async () => {
    const [gone, kept] = [await post({ eventId: 'order-7' }), await post()]
    expect((await call('delete', '/app/shop/msg/order-7/content')).status).toBe(204)
    expect((await call('delete', `/app/shop/msg/${gone}/content`)).status).toBe(204)
    expect([await payloadOf(gone), await payloadOf(kept)]).toEqual([{ expired: true }, { a: 1 }])
    expect((await call('delete', '/app/shop/msg/nobody/content')).status).toBe(404)
  })

  test('what waits ends without a request, and can’t be resent', async () => {
    const inbox = receiver.inbox()
    const endpoint = await addEndpoint(inbox)
    const message = await post()
    await call('delete', `/app/shop/msg/${message}/content`)
    await startTestWorker()
    expect(await endedDelivery(parseId('message', message)!)).toEqual({ state: 'skipped', reason: 'expired', attempts: 0 })
    expect(inbox.received).toEqual([])
    expect((await call('post', `/app/shop/msg/${message}/endpoint/${endpoint}/resend`)).body.code).toBe('missing_payload')
    await stopWorkers()
  })

  test('of several says of each what became of it', async () => {
    const [first, second, kept] = [await post(), await post({ eventId: 'order-7' }), await post()]
    const stranger = (await createTenant()).call
    await stranger('post', '/app', { name: 'Other', uid: 'other' })
    const theirs = (await stranger('post', '/app/other/msg', { eventType: 'order.paid', payload: { a: 2 } })).body.id
    const { body } = await call('post', '/app/shop/msg/bulk-expunge', { ids: [first, 'order-7', theirs, 'nobody'] })
    expect(body.results).toEqual({ [first]: 'expunged', 'order-7': 'expunged', [theirs]: 'not-found', nobody: 'not-found' })
    expect([await payloadOf(second), await payloadOf(kept)]).toEqual([{ expired: true }, { a: 1 }])
    expect((await stranger('get', `/app/other/msg/${theirs}`)).body.payload).toEqual({ a: 2 })
  })
})

describe('of a whole application', () => {
  const expungeAll = (caller = call) => caller('post', '/app/shop/msg/expunge-all-contents')

  test('is a task, at whose end payloads and responses are gone', async () => {
    const inbox = receiver.inbox({ body: 'thanks' })
    const endpoint = await addEndpoint(inbox)
    await startTestWorker()
    const [first, second] = [await post(), await post({ eventId: 'order-7' })]
    for (const message of [first, second]) await endedDelivery(parseId('message', message)!)
    const { status, body } = await expungeAll()
    expect([status, body]).toEqual([
      202,
      { id: expect.stringMatching(/^qtask_/), status: 'running', task: 'application.purge_content', updatedAt: expect.any(String) },
    ])
    const task = await until('the task ends', async () => {
      const { body: read } = await call('get', `/background-task/${body.id}`)
      return read.status === 'finished' ? read : null
    })
    expect(task).toMatchObject({ ...body, status: 'finished', updatedAt: expect.any(String), data: { messagesPurged: 2 } })
    expect(await payloadOf(first)).toEqual({ expired: true })
    const attempts = await call('get', `/app/shop/attempt/endpoint/${endpoint}`)
    expect(attempts.body.data.map(({ response }: { response: string }) => response)).toEqual(['EXPUNGED', 'EXPUNGED'])
    await stopWorkers()
  })

  test('is shown to its merchant, and to no other; only an admin may ask for it', async () => {
    await call('post', '/app', { name: 'Other', uid: 'other' })
    const [own, other] = await Promise.all(
      ['shop', 'other'].map(async uid => callerOf(here.url, (await call('post', `/auth/app-portal-access/${uid}`, {})).body.token)),
    )
    const developer = callerOf(here.url, await here.tenant.createKey({ scope: 'developer' }))
    expect([(await expungeAll(own)).status, (await expungeAll(developer)).status]).toEqual([403, 403])
    const { id } = (await expungeAll()).body
    expect((await own!('get', '/background-task')).body.data.map((task: { id: string }) => task.id)).toEqual([id])
    expect((await other!('get', '/background-task')).body.data).toEqual([])
    expect((await other!('get', `/background-task/${id}`)).status).toBe(404)
  })
})

test.each([
  ['no endpoint', null, {}, false],
  ['one for all', {}, { channels: ['eu'] }, true],
  ['its event type', { eventTypes: ['order.paid'] }, {}, true],
  ['another event type', { eventTypes: ['order.sent'] }, {}, false],
  ['its channel', { channels: ['eu', 'us'] }, { channels: ['us'] }, true],
  ['another channel', { channels: ['eu'] }, { channels: ['us'] }, false],
  ['a channel, and a message without', { channels: ['eu'] }, {}, false],
  ['a disabled one', { disabled: true }, {}, false],
])('precheck with %s', async (_, endpoint, input, active) => {
  for (const name of ['order.paid', 'order.sent']) await call('post', '/event-type', { name, description: 'x' })
  if (endpoint) await call('post', '/app/shop/endpoint', { url: 'https://example.com', ...endpoint })
  const { status, body } = await call('post', '/app/shop/msg/precheck/active', { eventType: 'order.paid', ...input })
  expect([status, body]).toEqual([200, { active }])
})

describe('cancel', () => {
  const cancel = (message: string, endpoint: string) => call('post', `/app/shop/msg/${message}/endpoint/${endpoint}/cancel`)
  const jobsOf = async (message: string) =>
    (await pool.query(`select name from pgboss.job where data ->> 'm' = $1`, [parseId('message', message)])).rows

  test('ends what waits and removes its job, also twice', async () => {
    const endpoint = await addEndpoint(receiver.inbox())
    const message = await post()
    for (const _ of [1, 2]) {
      const { status, body } = await cancel(message, endpoint)
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ state: 'canceled', reason: 'by_user', nextAttempt: null, attemptCount: 0 }),
      ])
    }
    expect(await jobsOf(message)).toEqual([])
    expect(await deliveriesOf(parseId('message', message)!)).toMatchObject([{ state: 5, job_id: null }])
  })

  test('between two attempts, and in a lane', async () => {
    const endpoint = await addEndpoint(receiver.inbox({ status: 500 }))
    const limited = (await call('post', '/app/shop/endpoint', { url: receiver.inbox().url, throttleRate: 1 })).body.id
    const later = await post({ deliverAt: new Date(Date.now() + 3_600_000).toISOString() })
    const message = await post()
    await startTestWorker()
    await until('the attempt failed', async () => (await deliveriesOf(parseId('message', message)!)).find(({ state }) => state === 1))
    await stopWorkers()
    expect((await cancel(message, endpoint)).body).toMatchObject({ state: 'canceled', attemptCount: 1 })
    expect((await cancel(later, limited)).body).toMatchObject({ state: 'canceled', attemptCount: 0 })
    expect(await jobsOf(later)).toEqual([{ name: 'deliver' }])
  })

  test('leaves alone what has ended, and a request under way decides nothing any more', async () => {
    const inbox = receiver.inbox()
    const endpoint = await addEndpoint(inbox)
    await startTestWorker()
    const message = await post()
    await endedDelivery(parseId('message', message)!)
    expect((await cancel(message, endpoint)).body).toMatchObject({ state: 'delivered', reason: null })

    let answer = () => {}
    const slow = receiver.inbox(() => new Promise(resolve => (answer = () => resolve({}))))
    const slowEndpoint = await addEndpoint(slow)
    const started = await post()
    await slow.arrived(1)
    expect((await cancel(started, slowEndpoint)).body).toMatchObject({ state: 'canceled', attemptCount: 0 })
    answer()
    const row = await until('the attempt is kept', async () =>
      (await deliveriesOf(parseId('message', started)!)).find(({ state, attempt_count }) => state === 5 && attempt_count === 1),
    )
    expect(row.job_id).toBeNull()
    await stopWorkers()
  })
})
