import { describe, expect, test } from 'vitest'
import { call, post, setUpTenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

setUpTenant({ shop: true })
const receiver = setUpReceiver({ worker: true })

async function addEndpoint(input: object): Promise<string> {
  const { body } = await call('post', '/app/shop/endpoint', { retrySchedule: [3600], ...input })
  return `/app/shop/endpoint/${body.id}`
}

describe('stats', () => {
  test('count deliveries by state and attempts by success', async () => {
    const good = receiver.inbox()
    const endpoint = await addEndpoint({ url: good.url })
    const bad = await addEndpoint({ url: receiver.inbox({ status: 500 }).url })
    for (let i = 0; i < 3; i++) await post()
    await good.arrived(3)
    const counted = async (path: string, total: number) =>
      until('all are counted', async () => {
        const { body } = await call('get', `${path}/attempt-stats`)
        return body.success + body.fail === total ? body : null
      })
    expect(await counted(endpoint, 3)).toEqual({ success: 3, fail: 0, canceled: 0, complete: true })
    expect(await counted(bad, 3)).toEqual({ success: 0, fail: 3, canceled: 0, complete: true })
    const none = { success: 0, pending: 0, sending: 0, fail: 0, canceled: 0, complete: true }
    expect((await call('get', `${endpoint}/stats`)).body).toEqual({ ...none, success: 3 })
    expect((await call('get', `${bad}/stats`)).body).toEqual({ ...none, sending: 3 })
    await call('patch', endpoint, { disabled: true })
    await post()
    expect((await call('get', `${endpoint}/stats`)).body).toEqual({ ...none, success: 3, canceled: 1 })
    const before = `until=${new Date(Date.now() - 60_000).toISOString()}`
    expect((await call('get', `${endpoint}/stats?${before}`)).body).toEqual(none)
    expect((await call('get', `${endpoint}/attempt-stats?${before}`)).body).toMatchObject({ success: 0 })
  })

  test.each([
    ['longer than 28 days', 'since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z', 400],
    ['the wrong way round', 'since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z', 400],
    ['28 days, and the tolerance for clocks', 'since=2026-01-01T00:00:00Z&until=2026-01-29T00:05:00Z', 200],
    ['before 1970', 'until=1960-01-01T00:00:00Z', 200],
  ])('a window %s', async (_, window, status) => {
    const endpoint = await addEndpoint({ url: 'https://example.com' })
    for (const path of ['stats', 'attempt-stats']) {
      const answer = await call('get', `${endpoint}/${path}?${window}`)
      expect(answer.status).toBe(status)
      if (status === 400) expect(answer.body.code).toBe('invalid_range')
    }
  })
})

describe('send-example', () => {
  const example = (endpoint: string, input: object) => call('post', `${endpoint}/send-example`, input)

  test('reaches this endpoint only, whatever it subscribes to, and is marked', async () => {
    await call('post', '/event-type', { name: 'order.paid', description: 'x', schemas: { '1': { examples: [{ a: 1 }, { a: 2 }] } } })
    const [inbox, other] = [receiver.inbox(), receiver.inbox()]
    await addEndpoint({ url: other.url })
    const endpoint = await addEndpoint({ url: inbox.url, channels: ['eu'] })
    const { status, body } = await example(endpoint, { eventType: 'order.paid', exampleIndex: 1 })
    expect([status, body]).toEqual([202, expect.objectContaining({ eventType: 'order.paid', payload: { a: 2 } })])
    await example(endpoint, { eventType: 'svix.ping' })
    await inbox.arrived(2)
    expect(inbox.received.map(request => [String(request.body), request.headers['webhook-synthetic']]).sort()).toEqual([
      ['{"a":2}', 'true'],
      ['{"success":true}', 'true'],
    ])
    expect((await call('get', `/app/shop/msg/${body.id}`)).body).toEqual(body)
    await post()
    const [ordinary] = await other.arrived(1)
    expect(ordinary?.headers['webhook-synthetic']).toBeUndefined()
    expect(other.received).toHaveLength(1)
  })

  test.each([
    ['there is no schema', undefined, 0, 400],
    ['version 1 has no example', { '1': { type: 'object' } }, 0, 400],
    ['the examples end before it', { '1': { examples: [{}] } }, 1, 400],
    ['it is not an object', { '1': { examples: [7] } }, 0, 400],
    ['only an older version has it', { '1': { examples: [{}] }, '2': {} }, 0, 400],
    ['the schema is a boolean', { '1': true }, 0, 400],
  ])('is refused when %s', async (_, schemas, exampleIndex, status) => {
    await call('post', '/event-type', { name: 'order.paid', description: 'x', schemas })
    const answer = await example(await addEndpoint({ url: 'https://example.com' }), { eventType: 'order.paid', exampleIndex })
    expect([answer.status, answer.body.code]).toEqual([status, 'invalid_scheme'])
  })

  test('of an unknown event type is not found', async () => {
    expect((await example(await addEndpoint({ url: 'https://example.com' }), { eventType: 'nobody' })).status).toBe(404)
  })
})
