import { describe, expect, test } from 'vitest'
import { masked } from '#server/attempts/masked.ts'
import { findPlaces } from '#server/places/queries.ts'
import { flushRequestLog } from '#server/request-log/keep.ts'
import { getRefusedRequests, listRefusedRequests, listRequestLogChoices } from '#server/request-log/queries.ts'
import type { RequestLogFilter } from '#server/request-log/schema.ts'
import { callerOf } from '#tests/support/server.ts'
import { call, createTenant, here, setUpTenant, type Tenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })

const all: RequestLogFilter = { statuses: [], operations: [], actors: [], range: '24h', search: '' }

/** What the log of a tenant says now, newest first. */
async function logOf({ context }: Tenant, filter: Partial<RequestLogFilter> = {}) {
  await flushRequestLog()
  return (await listRefusedRequests(context, { ...all, ...filter })).rows
}
const read = async (requestId: string) => {
  await flushRequestLog()
  return (await getRefusedRequests(here.tenant.context, requestId))[0]!
}
const idOf = (answer: { headers: Headers }) => answer.headers.get('x-request-id')!

describe('what is refused', () => {
  test('is found by the id that its answer said: who, what, why, and how its body began', async () => {
    const refused = { eventType: '', payload: { a: 1 }, secret: 'abc' }
    const answer = await call('post', '/app/shop/msg', refused)
    expect(answer.status).toBe(422)
    const [row] = await logOf(here.tenant)
    expect(row).toMatchObject({
      requestId: idOf(answer),
      actor: { kind: 'key', name: 'test', prefix: here.tenant.token.slice(0, -28) },
      method: 'POST',
      path: '/api/v1/app/shop/msg',
      operation: 'v1.message.create',
      status: 422,
      code: 'validation_error',
      reason: expect.stringContaining('body.eventType: '),
      more: 0,
    })
    expect(await findPlaces(here.tenant.context, { text: idOf(answer) })).toEqual([
      { kind: 'request', id: idOf(answer), method: 'POST', path: '/api/v1/app/shop/msg', status: 422 },
    ])
    expect(row?.at.getTime()).toBeGreaterThan(Date.now() - 60_000)
    const body = `{"eventType":"","payload":{"a":1},"secret":"${masked}"}`
    expect(await read(idOf(answer))).toMatchObject({ id: row?.id, body, bodyBytes: JSON.stringify(refused).length })
  })

  test('is there for every kind of refusal, and what goes well is not', async () => {
    const viewer = callerOf(here.url, await here.tenant.createKey({ scope: 'viewer' }))
    await call('get', '/app/shop')
    await call('post', '/app/shop/msg', { eventType: 'a', payload: {} })
    const answers = [
      await viewer('post', '/app', { name: 'x' }),
      await call('get', '/app/nobody'),
      await call('post', '/app', { name: 'x', uid: 'shop' }),
      await call('post', '/app/shop/msg', 'no json'),
      await call('post', '/app', 'x'.repeat(1_200_000)),
      await call('put', '/app/shop/nothing', {}),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 409, 422, 413, 404])
    const rows = await logOf(here.tenant)
    // The last address is no operation's, so nobody's token was looked at; its beginning says whose it is.
    expect(rows.map(row => [row.status, row.operation])).toEqual([
      [404, null],
      [413, 'v1.application.create'],
      [422, 'v1.message.create'],
      [409, 'v1.application.create'],
      [404, 'v1.application.get'],
      [403, 'v1.application.create'],
    ])
    expect(rows.map(({ actor }) => actor.kind)).toEqual(Array(6).fill('key'))
    expect(await Promise.all(answers.map(async answer => (await read(idOf(answer))).body))).toEqual([
      null,
      '',
      '{"name":"x","uid":"shop"}',
      'no json',
      null,
      null,
    ])
  })

  test('may be a part of a batch, whose other messages are stored', async () => {
    const messages = [{ eventType: 'a', payload: {} }, { eventType: '', payload: {} }, { payload: {} }]
    const answer = await call('post', '/app/shop/msg/batch', { messages })
    await call('post', '/app/shop/msg/batch', { messages: messages.slice(0, 1) })
    expect(answer.status).toBe(202)
    expect(await logOf(here.tenant)).toMatchObject([
      {
        requestId: idOf(answer),
        operation: 'v1.message.create-batch',
        status: 422,
        code: 'validation_error',
        reason: expect.stringMatching(/^Message 2 of 3 in the batch was refused, 2 in all: /),
      },
    ])
  })

  test('keeps 2 kB of a body at most, and no half of a character', async () => {
    const answer = await call('post', '/app', `"${'é'.repeat(2_000)}"`)
    const { body, bodyBytes } = await read(idOf(answer))
    expect([body, bodyBytes]).toEqual([`"${'é'.repeat(1_023)}`, 4_002])
  })

  test('may hold what PostgreSQL has no letters for', async () => {
    const answer = await call('post', '/app', new Uint8Array([0x22, 0, 0xff, 0x22]))
    expect((await read(idOf(answer))).body).toBe('"\ufffd\ufffd"')
  })
})

describe('a token that is refused', () => {
  test('is told to the environment whose key begins so: revoked, mistyped, cut off', async () => {
    const { token } = here.tenant
    const cut = await callerOf(here.url, token.slice(0, -6))('post', '/app', { name: 'x' })
    const wrong = await callerOf(here.url, `${token.slice(0, -1)}!`)('get', '/app')
    expect([cut.status, wrong.status]).toEqual([401, 401])
    const rows = await logOf(here.tenant)
    expect(rows.map(({ requestId, status, reason, actor }) => [requestId, status, reason, actor.name])).toEqual([
      [idOf(wrong), 401, 'The API key is not known.', 'test'],
      [idOf(cut), 401, 'The API key is not known.', 'test'],
    ])
    expect((await read(idOf(cut))).body).toBeNull()
    expect(JSON.stringify(rows)).not.toContain(token.slice(-12, -6))
  })

  test('that is nobody’s is in no log', async () => {
    await callerOf(here.url, `ph_production_${'x'.repeat(32)}`)('get', '/app')
    await callerOf(here.url, null)('get', '/app')
    expect(await logOf(here.tenant)).toEqual([])
  })
})

describe('the log', () => {
  test('is the environment’s own', async () => {
    const answer = await call('get', '/app/nobody')
    const other = await createTenant()
    expect(await logOf(other)).toEqual([])
    await expect(getRefusedRequests(other.context, idOf(answer))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is filtered by status, operation, caller, time and request id', async () => {
    const viewer = callerOf(here.url, await here.tenant.createKey({ name: 'Reader', scope: 'viewer' }))
    const forbidden = await viewer('post', '/app', { name: 'x' })
    await call('get', '/app/nobody')
    const [missing, refused] = await logOf(here.tenant)
    expect(await logOf(here.tenant, { statuses: [403] })).toEqual([refused])
    expect(await logOf(here.tenant, { operations: ['v1.application.get'] })).toEqual([missing])
    expect(await logOf(here.tenant, { actors: [refused!.actor.id] })).toEqual([refused])
    expect(await logOf(here.tenant, { search: idOf(forbidden) })).toMatchObject([{ id: refused!.id }])
    const past = { from: new Date(Date.now() - 7_200_000), to: new Date(Date.now() - 3_600_000) }
    expect(await logOf(here.tenant, { range: past })).toEqual([])
    expect(await listRequestLogChoices(here.tenant.context)).toEqual({
      operations: ['v1.application.create', 'v1.application.get'],
      actors: [
        { id: refused!.actor.id, kind: 'key', name: 'Reader', prefix: expect.stringMatching(/^ph_/) },
        { id: missing!.actor.id, kind: 'key', name: 'test', prefix: here.tenant.token.slice(0, -28) },
      ],
    })
  })

  test('goes on where the page before ended', async () => {
    for (let n = 0; n < 55; n++) await call('get', `/app/nobody-${n}`)
    await flushRequestLog()
    const first = await listRefusedRequests(here.tenant.context, all)
    const second = await listRefusedRequests(here.tenant.context, { ...all, cursor: first.cursor })
    expect([first.rows.length, second.rows.length, second.cursor]).toEqual([50, 5, null])
    expect(new Set([...first.rows, ...second.rows].map(({ path }) => path)).size).toBe(55)
    const narrow = await listRefusedRequests(here.tenant.context, { ...all, statuses: [404] })
    expect([narrow.rows, narrow.cursor]).toEqual([first.rows, first.cursor])
  })

  test('shows two requests that their caller gave one id', async () => {
    for (const name of ['a', 'b']) await call('get', `/app/${name}`, undefined, { 'x-request-id': 'mine-1' })
    await flushRequestLog()
    const found = await getRefusedRequests(here.tenant.context, 'mine-1')
    expect(found.map(({ path }) => path)).toEqual(['/api/v1/app/b', '/api/v1/app/a'])
  })
})
