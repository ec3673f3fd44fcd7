import { describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { stateCode } from '#server/deliveries/state.ts'
import { parseId } from '#server/ids.ts'
import type { Answer as Reply } from '#tests/support/receiver.ts'
import type { Answer } from '#tests/support/server.ts'
import { addEndpoint, call, post, setUpTenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

setUpTenant({ shop: true })
const receiver = setUpReceiver({ worker: true })

/** Posts a message and waits until that many attempts of it are recorded. Returns its id. */
async function deliver(input: object = {}, attempts = 1): Promise<string> {
  const message = await post(input)
  await until('the attempts are recorded', async () => (await ofMessage(message)).body.data.length >= attempts)
  return message
}
const ofMessage = (message: string, query = '') => call('get', `/app/shop/attempt/msg/${message}${query}`)
const ofEndpoint = (endpoint: string, query = '') => call('get', `/app/shop/attempt/endpoint/${endpoint}${query}`)
const messagesOf = (endpoint: string, query = '') => call('get', `/app/shop/endpoint/${endpoint}/msg${query}`)
const pick = (answer: Answer, field: string) => answer.body.data.map((row: Record<string, unknown>) => row[field])

describe('an attempt', () => {
  test('that succeeded, with every field', async () => {
    const endpoint = await addEndpoint(receiver.inbox({ status: 201, body: 'thanks' }))
    const message = await deliver()
    const [attempt] = (await ofMessage(message)).body.data
    expect(attempt).toEqual({
      id: expect.stringMatching(/^atmpt_[0-9a-z]{26}$/),
      msgId: message,
      endpointId: endpoint,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      response: 'thanks',
      responseStatusCode: 201,
      responseDurationMs: expect.any(Number),
      status: 0,
      statusText: 'success',
      triggerType: 0,
      timestamp: expect.any(String),
    })
    expect((await call('get', `/app/shop/msg/${message}/attempt/${attempt.id}`)).body).toEqual(attempt)
    expect((await ofMessage(message, '?with_content=false')).body.data[0].response).toBe('{}')
  })

  test('that failed, with an answer and without one', async () => {
    await addEndpoint(receiver.inbox({ status: 500, body: 'broken' }))
    await addEndpoint(receiver.inbox('reset'))
    const { body } = await ofMessage(await deliver({}, 2))
    const failed = { status: 2, statusText: 'fail', triggerType: 0 }
    expect(body.data).toContainEqual(expect.objectContaining({ ...failed, responseStatusCode: 500, response: 'broken' }))
    expect(body.data).toContainEqual(
      expect.objectContaining({ ...failed, responseStatusCode: 0, response: expect.stringContaining('closed the connection') }),
    )
  })

  test('shows the URL that it went to after the endpoint has moved, and never its credentials', async () => {
    const inbox = receiver.inbox()
    const endpoint = await addEndpoint(inbox)
    const message = await deliver()
    await call('patch', `/app/shop/endpoint/${endpoint}`, { url: 'https://user:pass@example.com/new' })
    expect(pick(await ofMessage(message), 'url')).toEqual([inbox.url])
  })

  test('is found under its own message only', async () => {
    await addEndpoint(receiver.inbox())
    const [one, other] = [await deliver(), await deliver()]
    const [{ id }] = (await ofMessage(one)).body.data
    expect((await call('get', `/app/shop/msg/${other}/attempt/${id}`)).status).toBe(404)
    expect((await call('get', `/app/shop/msg/${one}/attempt/nonsense`)).status).toBe(404)
  })
})

describe('lists of attempts', () => {
  test('by endpoint: status, class, type, channel, tag, with the message', async () => {
    const answers: Record<string, Reply> = { a: { status: 200 }, b: { status: 404 }, c: 'reset', d: { status: 503 } }
    const endpoint = await addEndpoint(receiver.inbox(({ body }) => answers[JSON.parse(String(body)).a] ?? {}))
    const messages: string[] = []
    for (const eventType of ['a', 'b', 'c', 'd'])
      messages.unshift(await deliver({ eventType, payload: { a: eventType }, channels: [`ch-${eventType}`], tags: [`t-${eventType}`] }))
    const found = async (query: string) => pick(await ofEndpoint(endpoint, query), 'msgId')
    const [d, c, b, a] = messages
    expect(await found('')).toEqual([d, c, b, a])
    expect(await found('?status=0')).toEqual([a])
    expect(await found('?status=2')).toEqual([d, c, b])
    for (const none of [1, 3]) expect((await ofEndpoint(endpoint, `?status=${none}`)).body).toMatchObject({ data: [], done: true })
    expect(await found('?status_code_class=200')).toEqual([a])
    expect(await found('?status_code_class=400')).toEqual([b])
    expect(await found('?status_code_class=0')).toEqual([c])
    expect(await found('?status_code_class=500&status=2')).toEqual([d])
    expect(await found('?event_types=b,c')).toEqual([c, b])
    expect(await found('?channel=ch-b')).toEqual([b])
    expect(await found('?tag=t-d')).toEqual([d])
    const [withMessage] = (await ofEndpoint(endpoint, '?with_msg=true&limit=1')).body.data
    expect(withMessage.msg).toMatchObject({ id: d, eventType: 'd', payload: { a: 'd' }, channels: ['ch-d'] })
    const [without] = (await ofEndpoint(endpoint, '?with_msg=true&limit=1&with_content=false')).body.data
    expect([without.msg.payload, without.response]).toEqual([{}, '{}'])
    for (const query of ['status=5', 'status=x', 'status_code_class=100000', 'with_msg=perhaps'])
      expect((await ofEndpoint(endpoint, `?${query}`)).status).toBe(422)
  })

  test('walk both ways, and between times', async () => {
    const endpoint = await addEndpoint(receiver.inbox())
    const messages = [await deliver(), await deliver(), await deliver()].reverse()
    const first = await ofEndpoint(endpoint, '?limit=2')
    expect([pick(first, 'msgId'), first.body.done]).toEqual([messages.slice(0, 2), false])
    const second = await ofEndpoint(endpoint, `?limit=2&iterator=${first.body.iterator}`)
    expect([pick(second, 'msgId'), second.body.done]).toEqual([messages.slice(2), true])
    expect(pick(await ofEndpoint(endpoint, `?limit=2&iterator=${second.body.prevIterator}`), 'msgId')).toEqual(messages.slice(0, 2))
    const future = new Date(Date.now() + 60_000).toISOString()
    expect(pick(await ofEndpoint(endpoint, `?before=${future}`), 'msgId')).toEqual(messages)
    expect(pick(await ofEndpoint(endpoint, `?after=${future}`), 'msgId')).toEqual([])
  })

  test('by message: of all its endpoints, or of one by id or uid', async () => {
    const [one, other] = [await addEndpoint(receiver.inbox(), { uid: 'one' }), await addEndpoint(receiver.inbox({ status: 500 }))]
    const message = await deliver({ eventId: 'order-7' }, 2)
    expect(new Set(pick(await ofMessage('order-7'), 'endpointId'))).toEqual(new Set([one, other]))
    expect(pick(await ofMessage(message, '?endpoint_id=one'), 'endpointId')).toEqual([one])
    expect(pick(await ofMessage(message, `?endpoint_id=${other}&status=2`), 'endpointId')).toEqual([other])
    expect(pick(await ofMessage(message, `?endpoint_id=${other}&status=0`), 'endpointId')).toEqual([])
    expect((await ofMessage(message, '?endpoint_id=nobody')).status).toBe(404)
  })
})

describe('deliveries as Svix shows them', () => {
  /** [state, status, text, status without expanded_statuses] */
  const states = [
    ['delivered', 0, 'success', 0],
    ['pending', 1, 'pending', 1],
    ['failed', 2, 'fail', 2],
    ['retrying', 3, 'sending', 3],
    ['canceled', 4, 'canceled', 2],
    ['skipped', 4, 'canceled', 2],
  ] as const

  test('each state has its status, and is filtered by it', async () => {
    const endpoint = await addEndpoint(receiver.inbox(), { disabled: true })
    const { body } = await call('post', '/app/shop/msg', { eventType: 'a', payload: {} })
    const set = (state: keyof typeof stateCode) =>
      pool.query('update delivery set state = $2 where message_id = $1', [parseId('message', body.id), stateCode[state]])
    for (const [state, expanded, text, plain] of states) {
      await set(state)
      expect((await messagesOf(endpoint, '?expanded_statuses=true')).body.data).toMatchObject([
        { id: body.id, status: expanded, statusText: text },
      ])
      expect(pick(await messagesOf(endpoint), 'status')).toEqual([plain])
      expect(pick(await call('get', `/app/shop/msg/${body.id}/endpoint`), 'status')).toEqual([plain])
      for (const status of [0, 1, 2, 3, 4]) {
        expect(pick(await messagesOf(endpoint, `?expanded_statuses=true&status=${status}`), 'id')).toEqual(
          status === expanded ? [body.id] : [],
        )
        if (status < 4) expect(pick(await messagesOf(endpoint, `?status=${status}`), 'id')).toEqual(status === plain ? [body.id] : [])
      }
    }
    await set('skipped')
  })

  test('a retry that is planned has its time', async () => {
    const endpoint = await addEndpoint(receiver.inbox({ status: 500 }))
    const message = await deliver()
    const [row] = (await messagesOf(endpoint)).body.data
    expect(row).toMatchObject({ id: message, status: 3, statusText: 'sending', payload: { a: 1 }, nextAttempt: expect.any(String) })
    expect(Date.parse(row.nextAttempt) - Date.now()).toBeGreaterThan(2_000_000)
    expect((await call('get', `/app/shop/msg/${message}/endpoint`)).body.data).toMatchObject([{ status: 3, nextAttempt: row.nextAttempt }])
  })

  test('destinations have every field of the endpoint but metadata, stay when it is deleted, and walk', async () => {
    const endpoints = [await addEndpoint(receiver.inbox(), { uid: 'one', channels: ['eu'] }), await addEndpoint(receiver.inbox())]
    const message = await deliver({ channels: ['eu'] }, 2)
    const destinations = (query = '') => call('get', `/app/shop/msg/${message}/endpoint${query}`)
    const { body } = await destinations()
    expect(body.data[0]).toEqual({
      id: endpoints[0],
      uid: 'one',
      url: expect.any(String),
      description: '',
      disabled: false,
      paused: false,
      eventTypes: null,
      filterTypes: null,
      channels: ['eu'],
      throttleRate: null,
      rateLimit: null,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      status: 0,
      statusText: 'success',
      nextAttempt: null,
    })
    await call('delete', '/app/shop/endpoint/one')
    const first = await destinations('?limit=1')
    expect([pick(first, 'id'), first.body.done]).toEqual([endpoints.slice(0, 1), false])
    expect(pick(await destinations(`?limit=1&iterator=${first.body.iterator}`), 'id')).toEqual(endpoints.slice(1))
  })
})

describe('resend', () => {
  test('answers 202 {} and makes a manual attempt', async () => {
    const inbox = receiver.inbox([{ status: 500 }, { status: 200 }])
    const endpoint = await addEndpoint(inbox, { uid: 'one' })
    await deliver({ eventId: 'order-7' })
    const answer = await call('post', '/app/shop/msg/order-7/endpoint/one/resend')
    expect([answer.status, answer.text]).toEqual([202, '{}'])
    const attempts = await until('the second attempt', async () => {
      const { data } = (await ofMessage('order-7')).body
      return data.length === 2 ? data : null
    })
    expect(attempts).toMatchObject([
      { triggerType: 1, status: 0, endpointId: endpoint },
      { triggerType: 0, status: 2 },
    ])
    expect(pick(await messagesOf(endpoint), 'status')).toEqual([0])
  })

  test('404 for what is not there', async () => {
    await addEndpoint(receiver.inbox(), { uid: 'one' })
    await deliver({ eventId: 'order-7' })
    for (const path of ['msg/nothing/endpoint/one', 'msg/order-7/endpoint/nobody'])
      expect((await call('post', `/app/shop/${path}/resend`)).status).toBe(404)
  })
})
