import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { moveClock, resetClock } from '#tests/support/clock.ts'
import type { Answer } from '#tests/support/server.ts'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant()
let appId: string
beforeEach(async () => {
  appId = (await call('post', '/app', { name: 'Shop', uid: 'shop' })).body.id
})
afterEach(resetClock)

const post = (input: object = {}, query = '', headers = {}) =>
  call('post', `/app/shop/msg${query}`, { eventType: 'order.paid', payload: {}, ...input }, headers)
const list = (query = '') => call('get', `/app/shop/msg${query}`)
const idsOf = (answer: Answer): string[] => answer.body.data.map(({ id }: { id: string }) => id)
const rowOf = async (id: string) => (await pool.query('select * from message where id = $1', [parseId('message', id)])).rows[0]

describe('create', () => {
  test('answers 202 with every field', async () => {
    const { status, body } = await post({
      eventId: 'order-7',
      channels: ['eu', 'eu', 'a:b+c'],
      tags: ['x', 'y z'],
      payload: { a: [1] },
      unknown: 1,
    })
    expect(status).toBe(202)
    expect(body).toEqual({
      id: expect.stringMatching(/^msg_[0-9a-z]{26}$/),
      eventType: 'order.paid',
      payload: { a: [1] },
      eventId: 'order-7',
      channels: ['eu', 'a:b+c'],
      tags: ['x', 'y z'],
      timestamp: expect.any(String),
      deliverAt: null,
    })
    expect(Math.abs(Date.parse(body.timestamp) - Date.now())).toBeLessThan(5_000)
    expect((await call('get', `/app/${appId}/msg/order-7`)).body).toEqual(body)
    expect((await call('get', `/app/${appId}/msg/${body.id}`)).body).toEqual(body)
  })

  test('with the least, and without content', async () => {
    expect((await post({ channels: [], tags: null }, '?with_content=false')).body).toMatchObject({
      payload: {},
      eventId: null,
      channels: null,
      tags: null,
    })
    const { body } = await post({ payload: { a: 1 } }, '?with_content=false')
    expect(body.payload).toEqual({})
    expect((await call('get', `/app/shop/msg/${body.id}`)).body.payload).toEqual({ a: 1 })
    expect((await call('get', `/app/shop/msg/${body.id}?with_content=false`)).body.payload).toEqual({})
  })

  test('the payload is answered and kept as it was posted, byte for byte', async () => {
    const payload = '{ "n":12345678901234567890, "x":1.0,"é":"\\u0000\\ud800", "a":{"b":[ ]} }'
    const made = await call('post', '/app/shop/msg', `{"eventType":"a.b", "payload": ${payload} ,"tags":["}"]}`)
    expect(made.text).toContain(`"payload":${payload},`)
    for (const path of [`/msg/${made.body.id}`, '/msg'])
      expect((await call('get', `/app/shop${path}`)).text).toContain(`"payload":${payload},`)
  })

  test('the payload by its older name', async () => {
    expect((await call('post', '/app/shop/msg', '{"eventType":"a","data":{"n":1.0}}')).text).toContain('"payload":{"n":1.0}')
  })

  test.each([
    ['no event type', { eventType: undefined }, ['eventType']],
    ['an event type with a space', { eventType: 'a b' }, ['eventType']],
    ['no payload', { payload: undefined }, ['payload']],
    ['a list as payload', { payload: [] }, ['payload']],
    ['text as payload', { payload: '{}' }, ['payload']],
    ['an eventId that looks like one of our ids', { eventId: 'msg_1' }, ['eventId']],
    ['eleven channels', { channels: Array.from({ length: 11 }, (_, index) => `c${index}`) }, ['channels']],
    ['a channel with a comma', { channels: ['a,b'] }, ['channels', 0]],
    ['six tags', { tags: ['1', '2', '3', '4', '5', '6'] }, ['tags']],
    ['a NUL in a tag', { tags: ['a', 'b\0'] }, ['tags', 1]],
    ['a retention of 91 days', { payloadRetentionPeriod: 91 }, ['payloadRetentionPeriod']],
    ['a retention of no hours', { payloadRetentionHours: 0 }, ['payloadRetentionHours']],
    ['a time of delivery that is none', { deliverAt: 'tomorrow' }, ['deliverAt']],
    ['a time of delivery too far ahead', { deliverAt: '2130-01-01T00:00:00Z' }, ['deliverAt']],
    ['an application without uid', { application: { name: 'x' } }, ['application', 'uid']],
    ['an application with another uid', { application: { name: 'x', uid: 'y' } }, ['application', 'uid']],
  ])('422 for %s, and nothing is stored', async (_what, input, place) => {
    const { status, body } = await post(input)
    expect([status, body.detail[0].loc]).toEqual([422, ['body', ...place]])
    expect((await list()).body.data).toEqual([])
  })

  test('1 MiB is the most: 413 beyond it, also when the length is not said', async () => {
    const ofBytes = (bytes: number) => `{"eventType":"a","payload":{"x":"${'x'.repeat(bytes - 8)}"}}`
    expect((await call('post', '/app/shop/msg', ofBytes(1024 * 1024))).status).toBe(202)
    for (const bytes of [1024 * 1024 + 1, 3 * 1024 * 1024])
      expect(await call('post', '/app/shop/msg', ofBytes(bytes))).toMatchObject({ status: 413, body: { code: 'payload_too_large' } })
  })

  test('an unknown event type is accepted, an unknown application is not', async () => {
    expect((await post({ eventType: 'never.heard' })).status).toBe(202)
    expect(await call('post', '/app/nobody/msg', { eventType: 'a', payload: {} })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })

  test('the application is made on the way, once', async () => {
    const send = () => call('post', '/app/new/msg', { eventType: 'a', payload: {}, application: { name: 'New', uid: 'new', rateLimit: 3 } })
    expect((await send()).status).toBe(202)
    expect((await send()).status).toBe(202)
    expect((await call('get', '/app/new')).body).toMatchObject({ name: 'New', uid: 'new' })
    expect((await call('get', '/app/new/msg')).body.data).toHaveLength(2)
  })

  test('an eventId is accepted once: 409', async () => {
    expect((await post({ eventId: 'order-7' })).status).toBe(202)
    expect(await post({ eventId: 'order-7' })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(idsOf(await list())).toHaveLength(1)
  })

  test('raw payloads: what need not be JSON is shown where it was given', async () => {
    const raw = (rawPayload: string, headers?: object) => post({ transformationsParams: { rawPayload, headers } })
    const xml = (await raw('<a/>', { 'Content-Type': 'application/xml' })).body
    expect(xml.payload).toEqual({ rawPayload: '<a/>' })
    expect((await rowOf(xml.id)).content_type).toBe('application/xml')
    expect((await raw('{"a":1}')).body.payload).toEqual({ a: 1 })
    expect((await call('get', `/app/shop/msg/${xml.id}`)).body.payload).toEqual({ rawPayload: '<a/>' })
    expect((await raw('x', { 'content-type': 'a\r\nb' })).status).toBe(422)
  })

  test("the producer's trace is kept when it is one", async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const traced = await post({}, '', { traceparent, tracestate: 'a=b' })
    expect(await rowOf(traced.body.id)).toMatchObject({ traceparent, tracestate: 'a=b' })
    const garbled = await post({}, '', { traceparent: 'garbage', tracestate: 'a=b' })
    expect(await rowOf(garbled.body.id)).toMatchObject({ traceparent: null, tracestate: null })
  })
})

describe('expiry', () => {
  test('a payload reads as expired once its hours are over', async () => {
    const { body } = await post({ payload: { a: 1 }, payloadRetentionHours: 1 })
    const kept = await post({ payload: { a: 2 }, payloadRetentionPeriod: 1 })
    await moveClock(3601)
    expect((await call('get', `/app/shop/msg/${body.id}`)).body.payload).toEqual({ expired: true })
    expect((await list()).body.data.map(({ payload }: { payload: object }) => payload)).toEqual([{ a: 2 }, { expired: true }])
    await moveClock(86_400)
    expect((await call('get', `/app/shop/msg/${kept.body.id}`)).body.payload).toEqual({ expired: true })
  })
})

describe('list', () => {
  test('is newest first and walks both ways', async () => {
    const ids: string[] = []
    for (let index = 0; index < 5; index++) ids.unshift((await post()).body.id)
    const first = await list('?limit=2')
    expect([idsOf(first), first.body.done, first.body.prevIterator]).toEqual([ids.slice(0, 2), false, `-${ids[0]}`])
    const second = await list(`?limit=2&iterator=${first.body.iterator}`)
    expect([idsOf(second), second.body.done]).toEqual([ids.slice(2, 4), false])
    const third = await list(`?limit=2&iterator=${second.body.iterator}`)
    expect([idsOf(third), third.body.done]).toEqual([ids.slice(4), true])
    expect(idsOf(await list(`?limit=2&iterator=${third.body.prevIterator}`))).toEqual(ids.slice(2, 4))
  })

  test('by event types in every spelling, channel and tag', async () => {
    const a = (await post({ eventType: 'a', channels: ['x'], tags: ['t'] })).body.id
    const b = (await post({ eventType: 'b', channels: ['x', 'y'] })).body.id
    const c = (await post({ eventType: 'c' })).body.id
    const both = [
      'event_types=a,b',
      'event_types=a&event_types=b',
      'event_types[]=a&event_types[]=b',
      'event_types%5B0%5D=a&event_types%5B1%5D=b',
    ]
    for (const spelling of both) expect([spelling, idsOf(await list(`?${spelling}`))]).toEqual([spelling, [b, a]])
    expect(idsOf(await list('?event_types=c'))).toEqual([c])
    expect(idsOf(await list('?channel=x'))).toEqual([b, a])
    expect(idsOf(await list('?channel=y'))).toEqual([b])
    expect(idsOf(await list('?tag=t'))).toEqual([a])
    expect(idsOf(await list('?channel=x&event_types=a'))).toEqual([a])
    expect(idsOf(await list('?channel=X'))).toEqual([])
  })

  test('between times; after alone reads forward', async () => {
    const ids: string[] = []
    const times: string[] = []
    for (let index = 0; index < 4; index++) {
      const { body } = await post()
      ids.push(body.id)
      times.push(body.timestamp)
      await moveClock(3600)
    }
    const at = (index: number) => encodeURIComponent(times[index] ?? '')
    expect(idsOf(await list(`?before=${at(2)}`))).toEqual([ids[1], ids[0]])
    expect(idsOf(await list(`?after=${at(0)}`))).toEqual([ids[3], ids[2], ids[1]])
    expect(idsOf(await list(`?after=${at(0)}&before=${at(3)}`))).toEqual([ids[2], ids[1]])
    const oldest = await list(`?after=${at(0)}&limit=2`)
    expect([idsOf(oldest), oldest.body.done]).toEqual([[ids[2], ids[1]], false])
    expect(idsOf(await list(`?after=${at(0)}&limit=2&iterator=${oldest.body.prevIterator}`))).toEqual([ids[3]])
    expect(idsOf(await list(`?after=${at(0)}&before=${at(3)}&limit=1`))).toEqual([ids[2]])
    expect((await list('?before=yesterday')).status).toBe(422)
  })

  test('with_content=false withholds the payloads', async () => {
    await post({ payload: { a: 1 } })
    expect((await list('?with_content=false')).body.data[0].payload).toEqual({})
    expect((await list()).body.data[0].payload).toEqual({ a: 1 })
  })

  test('a filter that finds nothing in 10,000 messages answers a short page from which to go on', async () => {
    const first = (await post({ tags: ['rare'] })).body.id
    await pool.query(
      `insert into message (id, environment_id, application_id, event_type, expires_at)
       select uuid_v7(), a.environment_id, a.id, 'bulk', now() + interval '1 day' from application a, generate_series(1, 12000) where a.id = $1`,
      [parseId('application', appId)],
    )
    const newest = (await post({ tags: ['rare'] })).body.id
    const page = await list('?tag=rare')
    expect([idsOf(page), page.body.done]).toEqual([[newest], false])
    expect(page.body.iterator).not.toBe(newest)
    const next = await list(`?tag=rare&iterator=${page.body.iterator}`)
    expect([idsOf(next), next.body.done]).toEqual([[first], true])
    const back = await list(`?tag=rare&iterator=${next.body.prevIterator}`)
    expect([idsOf(back), back.body.done]).toEqual([[], false])
    expect(idsOf(await list(`?tag=rare&iterator=${back.body.prevIterator}`))).toEqual([newest])
    expect((await list('?limit=250')).body).toMatchObject({ done: false })
  })
})

test("a message of another application is not found under this one, nor by another's eventId", async () => {
  await call('post', '/app', { name: 'Other', uid: 'other' })
  const { body } = await post({ eventId: 'order-7' })
  for (const message of [body.id, 'order-7']) {
    expect((await call('get', `/app/other/msg/${message}`)).status).toBe(404)
    expect((await call('get', `/app/other/attempt/msg/${message}`)).status).toBe(404)
    expect((await call('get', `/app/other/msg/${message}/endpoint`)).status).toBe(404)
  }
})
