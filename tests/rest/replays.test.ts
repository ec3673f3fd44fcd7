import { beforeEach, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { formatId, parseId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { become } from '#tests/support/past.ts'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })
beforeEach(async () => {
  await call('post', '/app/shop/endpoint', { url: 'https://example.com/hook', uid: 'hook' })
})

const post = async (): Promise<string> =>
  parseId('message', (await call('post', '/app/shop/msg', { eventType: 'order.paid', payload: {} })).body.id)!
const daysAgo = (days: number, minutes = 0) => new Date(Date.now() - (days * 1_440 + minutes) * 60_000).toISOString()

describe('a replay', () => {
  test('is previewed, made, read, listed and canceled, under its application and without', async () => {
    await become([await post(), await post()], 'failed')
    await become([await post()], 'delivered')
    expect((await call('post', '/app/shop/replay/preview', { endpointId: 'hook' })).body).toMatchObject({
      matching: { count: 2, more: false },
      delivered: { count: 1, more: false },
    })
    const made = await call('post', '/app/shop/replay', { endpointId: 'hook', rate: 5 })
    expect(made.status).toBe(202)
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^rpl_[0-9a-z]{26}$/),
      kind: 'replay',
      state: 'waiting',
      canary: true,
      rate: 5,
      when: 'now',
      total: 2,
      totalIsExact: true,
      createdBy: expect.stringMatching(/^key_/),
    })
    const { id } = made.body
    for (const place of ['/app/shop', '']) {
      expect((await call('get', `${place}/replay/${id}`)).body).toEqual(made.body)
      expect((await call('get', `${place}/replay`)).body).toMatchObject({ data: [made.body], done: true })
    }
    const canceled = await call('post', `/replay/${id}/cancel`)
    expect(canceled).toMatchObject({ status: 200, body: { id, state: 'canceled' } })
    expect(await call('post', `/app/shop/replay/${id}/cancel`)).toMatchObject({ status: 200, body: canceled.body })
  })

  test('of the environment is none of an application’s', async () => {
    const { body } = await call('post', '/replay', { states: ['failed', 'canceled'] })
    expect(body).toMatchObject({ appId: null, endpointId: null, filter: { states: ['failed', 'canceled'] } })
    expect((await call('get', `/replay/${body.id}`)).status).toBe(200)
    expect((await call('get', `/app/shop/replay/${body.id}`)).status).toBe(404)
    expect((await call('post', `/app/shop/replay/${body.id}/cancel`)).status).toBe(404)
    await call('post', '/app', { name: 'Other', uid: 'other' })
    const { body: own } = await call('post', '/app/shop/replay', {})
    expect((await call('get', `/app/other/replay/${own.id}`)).status).toBe(404)
  })

  test('is listed newest first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.unshift((await call('post', '/app/shop/replay', {})).body.id)
    const first = (await call('get', '/replay?limit=2')).body
    expect(first.data.map((one: { id: string }) => one.id)).toEqual(ids.slice(0, 2))
    const second = (await call('get', `/replay?limit=2&iterator=${first.iterator}`)).body
    expect(second).toMatchObject({ data: [{ id: ids[2] }], done: true })
    expect((await call('get', '/replay?iterator=msg_1')).status).toBe(422)
  })

  test.each([
    [{ states: [] }, 'states'],
    [{ states: ['pending'] }, 'states'],
    [{ rate: 0 }, 'rate'],
    [{ rate: 1_001 }, 'rate'],
    [{ statusCodeClass: 600 }, 'statusCodeClass'],
    [{ errorClasses: ['bad'] }, 'errorClasses'],
    [{ since: 'yesterday' }, 'since'],
    [{ when: 'later' }, 'when'],
    [{ when: 'healthy' }, 'when'],
  ])('%j is refused with 422', async (input, field) => {
    const answer = await call('post', '/app/shop/replay', input)
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: expect.arrayContaining(['body', field]) }] } })
  })

  test('repeated with the same idempotency key is made once', async () => {
    const headers = { 'idempotency-key': 'again' }
    const [first, second] = [await call('post', '/app/shop/replay', {}, headers), await call('post', '/app/shop/replay', {}, headers)]
    expect(second.body).toEqual(first.body)
    expect((await call('get', '/app/shop/replay')).body.data).toHaveLength(1)
  })

  test('for an endpoint that is disabled is refused with 409', async () => {
    await call('patch', '/app/shop/endpoint/hook', { disabled: true })
    expect(await call('post', '/app/shop/replay', { endpointId: 'hook' })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await call('post', '/app/shop/endpoint/hook/recover', { since: daysAgo(1) })).status).toBe(409)
  })
})

describe('recover, replay-missing and bulk-replay', () => {
  const preset = (name: string, input: object) => call('post', `/app/shop/endpoint/hook/${name}`, input)

  test.each([
    ['recover', 'endpoint.recover', ['failed']],
    ['replay-missing', 'endpoint.replay', ['missing']],
    ['bulk-replay', 'endpoint.bulk-replay', ['retrying', 'delivered', 'failed', 'skipped', 'canceled']],
  ])('%s is a task, and a replay at once, without canary and pace', async (name, task, states) => {
    const { status, body } = await preset(name, { since: daysAgo(1) })
    expect([status, body]).toEqual([
      202,
      { id: expect.stringMatching(/^qtask_[0-9a-z]{26}$/), status: 'running', task, updatedAt: expect.any(String) },
    ])
    const replay = (await call('get', `/app/shop/replay/${body.id.replace('qtask_', 'rpl_')}`)).body
    expect(replay).toMatchObject({ kind: task, canary: false, rate: null, when: 'now', filter: { states } })
  })

  test('bulk-replay by status, types, channel, tag and class of the answer', async () => {
    const input = { since: daysAgo(3), until: daysAgo(1), status: 2, statusCodeClass: 500, eventTypes: ['a.b'], channel: 'eu', tag: 'x' }
    const { body } = await preset('bulk-replay', input)
    expect((await call('get', `/replay/${body.id.replace('qtask_', 'rpl_')}`)).body.filter).toEqual({
      states: ['failed'],
      reasons: [],
      errorClasses: [],
      statusCodeClass: 500,
      eventTypes: ['a.b'],
      channel: 'eu',
      tag: 'x',
      since: input.since,
      until: input.until,
    })
    for (const [status, states] of [
      [0, ['delivered']],
      [1, []],
      [3, ['retrying']],
      [4, ['skipped', 'canceled']],
    ]) {
      const task = await preset('bulk-replay', { since: daysAgo(1), status })
      expect((await call('get', `/replay/${task.body.id.replace('qtask_', 'rpl_')}`)).body.filter.states).toEqual(states)
    }
  })

  test.each(['recover', 'replay-missing', 'bulk-replay'])('%s reaches back 14 days and 5 minutes', async name => {
    expect((await preset(name, { since: daysAgo(14, 4) })).status).toBe(202)
    expect((await preset(name, { since: daysAgo(40), until: daysAgo(26) })).status).toBe(202)
    const tooFar = { status: 422, body: { detail: [{ loc: ['body', 'since'] }] } }
    expect(await preset(name, { since: daysAgo(14, 6) })).toMatchObject(tooFar)
    expect(await preset(name, { since: daysAgo(40), until: daysAgo(25) })).toMatchObject(tooFar)
    expect(await preset(name, { since: daysAgo(1), until: daysAgo(2) })).toMatchObject({ status: 422 })
  })

  test('by the clock of the database', async () => {
    await moveClock(10 * 86_400)
    expect((await preset('recover', { since: daysAgo(5) })).status).toBe(422)
    await moveClock(-10 * 86_400)
  })
})

describe('a background task', () => {
  const make = async (name: string): Promise<string> =>
    (await call('post', `/app/shop/endpoint/hook/${name}`, { since: daysAgo(1) })).body.id
  const set = (task: string, state: string) =>
    pool.query(`update replay set state = $2, delivered = 3, admitted = 4, failed = 1, total = 4 where id = $1`, [
      parseId('backgroundTask', task),
      state,
    ])
  const list = async (query: string): Promise<string[]> =>
    (await call('get', `/background-task?${query}`)).body.data.map((task: { id: string }) => task.id)

  test.each([
    ['waiting', 'running'],
    ['canary', 'running'],
    ['running', 'running'],
    ['finished', 'finished'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('a replay that is %s is %s, with its counts', async (state, status) => {
    const id = await make('recover')
    await set(id, state)
    expect((await call('get', `/background-task/${id}`)).body).toEqual({
      id,
      status,
      task: 'endpoint.recover',
      data: { total: 4, admitted: 4, delivered: 3, failed: 1, skipped: 0, reason: null },
      updatedAt: expect.any(String),
    })
  })

  test('is listed by status and task, in both orders; replays of Posthorn’s own are not', async () => {
    await call('post', '/app/shop/replay', {})
    const [recover, missing] = [await make('recover'), await make('replay-missing')]
    await set(recover, 'finished')
    expect(await list('')).toEqual([missing, recover])
    expect(await list('order=ascending')).toEqual([recover, missing])
    expect(await list('status=finished')).toEqual([recover])
    expect(await list('task=endpoint.replay')).toEqual([missing])
    expect(await list('task=endpoint.replay&status=finished')).toEqual([])
    expect((await call('get', '/background-task?task=other')).status).toBe(422)
  })

  test('of another kind, or none, is not found', async () => {
    const { id } = (await call('post', '/app/shop/replay', {})).body
    for (const task of [id, id.replace('rpl_', 'qtask_'), formatId('backgroundTask', crypto.randomUUID()), 'qtask_x'])
      expect((await call('get', `/background-task/${task}`)).status).toBe(404)
  })
})
