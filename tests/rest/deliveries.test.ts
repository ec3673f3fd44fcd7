import { describe, expect, test } from 'vitest'
import type { Answer } from '#tests/support/server.ts'
import { addEndpoint, call, createTenant, post, setUpTenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

setUpTenant({ shop: true })
const receiver = setUpReceiver({ worker: true })

const list = (query = '', app = '/app/shop') => call('get', `${app}/delivery?${query}`)
const pairs = (answer: Answer): string[][] =>
  answer.body.data.map((row: { msgId: string; endpointId: string }) => [row.msgId, row.endpointId])
/** Waits until nothing is pending. */
const settled = () => until('all were tried', async () => (await list('state=pending')).body.data.length === 0)

describe('deliveries', () => {
  test('with every field, of an application and of the environment', async () => {
    const good = await addEndpoint(receiver.inbox())
    const bad = await addEndpoint(receiver.inbox({ status: 503 }))
    const off = await addEndpoint(receiver.inbox(), { disabled: true })
    const message = await post()
    await settled()
    const { body } = await list()
    const of = (endpoint: string) => body.data.find(({ endpointId }: { endpointId: string }) => endpointId === endpoint)
    const common = {
      appId: expect.stringMatching(/^app_/),
      msgId: message,
      eventType: 'order.paid',
      timestamp: expect.any(String),
      failedAt: null,
    }
    expect(of(good)).toEqual({
      ...common,
      endpointId: good,
      state: 'delivered',
      reason: null,
      attemptCount: 1,
      lastError: null,
      nextAttempt: null,
    })
    expect(of(bad)).toEqual({
      ...common,
      endpointId: bad,
      state: 'retrying',
      reason: null,
      attemptCount: 1,
      lastError: 'http_5xx',
      nextAttempt: expect.any(String),
    })
    expect(of(off)).toMatchObject({ state: 'skipped', reason: 'endpoint_disabled', attemptCount: 0, lastError: null })
    expect((await list('', '')).body).toEqual(body)
    const stranger = (await createTenant()).call
    expect((await stranger('get', '/delivery')).body.data).toEqual([])
    expect((await stranger('get', `/delivery?endpoint_id=${good}`)).status).toBe(404)
  })

  test('by state, reason, endpoint, event type, error and time', async () => {
    const good = await addEndpoint(receiver.inbox())
    const bad = await addEndpoint(receiver.inbox({ status: 404 }), { uid: 'bad' })
    await addEndpoint(receiver.inbox(), { disabled: true })
    const first = await post()
    const second = await post({ eventType: 'order.sent' })
    await settled()
    const found = async (query: string, app?: string) => pairs(await list(query, app))
    expect(await found('state=delivered')).toEqual([
      [second, good],
      [first, good],
    ])
    expect(await found('state=retrying,delivered&event_types=order.sent')).toHaveLength(2)
    expect(await found('reason=endpoint_disabled')).toHaveLength(2)
    const ofBad = [
      [second, bad],
      [first, bad],
    ]
    expect(await found('endpoint_id=bad')).toEqual(ofBad)
    expect(await found(`endpoint_id=${bad}`, '')).toEqual(ofBad)
    expect(await found('error=http_404')).toEqual(ofBad)
    expect(await found('error=http_5xx')).toEqual([])
    expect(await found('endpoint_id=bad&state=delivered')).toEqual([])
    const now = new Date(Date.now() + 60_000).toISOString()
    expect([await found(`after=${now}`), await found(`before=${now}&endpoint_id=bad`)]).toEqual([[], ofBad])
  })

  test.each([
    ['an application', '/app/shop', ''],
    ['the environment', '', ''],
  ])('of %s are walked in both directions', async (_, app) => {
    for (let i = 0; i < 3; i++) await addEndpoint(receiver.inbox())
    for (let i = 0; i < 3; i++) await post()
    const all = pairs(await list('', app))
    expect(all).toHaveLength(9)
    const walked: string[][] = []
    let page = await list('limit=2', app)
    for (; ; page = await list(`limit=2&iterator=${page.body.iterator}`, app)) {
      walked.push(...pairs(page))
      if (page.body.done) break
    }
    expect(walked).toEqual(all)
    const back = await list(`limit=2&iterator=${page.body.prevIterator}`, app)
    expect(pairs(back)).toEqual(all.slice(6, 8))
  })

  test('refuse what is no iterator of theirs', async () => {
    for (const iterator of ['x', await post(), 'msg_a.ep_b']) expect((await list(`iterator=${iterator}`)).status).toBe(422)
  })
})

describe('an attempt', () => {
  const attemptOf = async (message: string) =>
    until('it is recorded', async () => (await call('get', `/app/shop/attempt/msg/${message}`)).body.data[0])

  test('shows its headers, and of those that were configured only the names', async () => {
    await addEndpoint(receiver.inbox({ status: 201, headers: { 'x-trace': 'abc' } }), { headers: { 'X-Token': 'secret' } })
    const message = await post()
    const attempt = await attemptOf(message)
    const answer = await call('get', `/app/shop/msg/${message}/attempt/${attempt.id}/headers`)
    expect(answer.body.sensitive).toEqual(['x-token'])
    expect(answer.body.sentHeaders).toMatchObject({ 'webhook-id': message, 'content-type': 'application/json' })
    expect(answer.body.responseHeaders).toContainEqual(['x-trace', 'abc'])
    expect(answer.text).not.toContain('secret')
  })

  test('without an answer has no answer’s headers', async () => {
    await addEndpoint(receiver.inbox('reset'))
    const message = await post()
    const { body } = await call('get', `/app/shop/msg/${message}/attempt/${(await attemptOf(message)).id}/headers`)
    expect(body.responseHeaders).toBeNull()
  })

  test('forgets its response', async () => {
    await addEndpoint(receiver.inbox({ body: 'private' }))
    const message = await post()
    const { id } = await attemptOf(message)
    const path = `/app/shop/msg/${message}/attempt/${id}`
    for (const _ of [1, 2]) expect((await call('delete', `${path}/content`)).status).toBe(204)
    expect((await call('get', path)).body).toMatchObject({ id, response: 'EXPUNGED', responseStatusCode: 200 })
    for (const other of ['nobody', message])
      expect((await call('delete', `/app/shop/msg/${message}/attempt/${other}/content`)).status).toBe(404)
  })
})
