import { describe, expect, test } from 'vitest'
import { prisma } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { callerOf } from '#tests/support/server.ts'
import { call, here, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })

const hook = 'https://example.com/hook'
const create = (input: object = {}) => call('post', '/app/shop/endpoint', { url: hook, ...input })
const rowOf = (id: string) =>
  prisma.endpoint.findUniqueOrThrow({
    where: { id: parseId('endpoint', id) ?? '' },
    include: { revisions: { orderBy: { revision: 'asc' } } },
  })
const revisionOf = async (id: string) => {
  const { revision, revisions } = await rowOf(id)
  expect(revisions.map(one => one.revision)).toEqual(Array.from({ length: revision }, (_, index) => index + 1))
  return revision
}

describe('create', () => {
  test('answers 201 with every field', async () => {
    await call('post', '/event-type', { name: 'order.paid', description: 'x' })
    const { status, body } = await create({
      description: 'main',
      uid: 'main',
      eventTypes: ['order.paid', 'order.paid'],
      channels: ['eu', 'a:b+c'],
      throttleRate: 9,
      retrySchedule: [1, 60],
      metadata: { a: 'b' },
      headers: { 'X-A': 'b' },
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(/^ep_[0-9a-z]{26}$/),
      uid: 'main',
      url: hook,
      description: 'main',
      disabled: false,
      paused: false,
      eventTypes: ['order.paid'],
      filterTypes: ['order.paid'],
      channels: ['eu', 'a:b+c'],
      throttleRate: 9,
      rateLimit: 9,
      retrySchedule: [1, 60],
      metadata: { a: 'b' },
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    expect((await call('get', '/app/shop/endpoint/main/secret')).body).toEqual({ key: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
    expect((await call('get', '/app/shop/endpoint/main/headers')).body).toEqual({ headers: { 'X-A': 'b' }, sensitive: [] })
    expect(await revisionOf(body.id)).toBe(1)
  })

  test('with the least, and with empty lists, which mean all', async () => {
    const least = { description: '', uid: null, disabled: false, eventTypes: null, channels: null, throttleRate: null, metadata: {} }
    expect((await create()).body).toMatchObject(least)
    expect((await create({ eventTypes: [], channels: [] })).body).toMatchObject(least)
    expect((await create({ eventTypes: null, filterTypes: [], channels: null, secret: null, headers: null })).body).toMatchObject(least)
  })

  test.each([
    ['no url', { url: undefined }, 'url'],
    ['a url that is none', { url: 'example.com' }, 'url'],
    ['another scheme', { url: 'ftp://example.com' }, 'url'],
    ['an address of a private network', { url: 'https://10.0.0.1/' }, 'url'],
    ['credentials over http', { url: 'http://user:pass@example.com/' }, 'url'],
    ['credentials that are not percent-encoded', { url: 'https://%zz:pass@example.com/' }, 'url'],
    ['an unknown event type', { eventTypes: ['order.paid'] }, 'eventTypes'],
    ['an event type that is no name', { eventTypes: ['order paid'] }, 'eventTypes'],
    ['eleven channels', { channels: Array.from({ length: 11 }, (_, index) => `c${index}`) }, 'channels'],
    ['a channel that is too long', { channels: ['c'.repeat(129)] }, 'channels'],
    ['a uid that looks like one of our ids', { uid: 'ep_1' }, 'uid'],
    ['a secret that is too short', { secret: 'whsec_c2hvcnQ=' }, 'secret'],
    ['a retry schedule of 21 steps', { retrySchedule: Array(21).fill(1) }, 'retrySchedule'],
    ['a forbidden header', { headers: { 'Content-Type': 'text/plain' } }, 'headers'],
    ['a credential in a header over http', { url: 'http://example.com/', headers: { Authorization: 'x' } }, 'headers'],
  ])('422 for %s, and nothing is stored', async (_what, input, field) => {
    const { status, body } = await create(input)
    expect([status, body.detail[0].loc.slice(0, 2)]).toEqual([422, ['body', field]])
    expect((await call('get', '/app/shop/endpoint')).body.data).toEqual([])
  })

  test('404 without its application, 409 for a uid that is taken there', async () => {
    expect((await call('post', '/app/nobody/endpoint', { url: hook })).status).toBe(404)
    expect((await create({ uid: 'main' })).status).toBe(201)
    expect((await create({ uid: 'main' })).body).toMatchObject({ code: 'conflict' })
    await call('post', '/app', { name: 'Other', uid: 'other' })
    expect((await call('post', '/app/other/endpoint', { url: hook, uid: 'main' })).status).toBe(201)
  })

  test('https only, unless the environment allows http', async () => {
    expect((await create({ url: 'http://example.com/' })).status).toBe(201)
    await prisma.environment.update({ where: { id: here.tenant.context.environmentId }, data: { allowHttp: false } })
    expect((await create({ url: 'http://example.com/' })).status).toBe(422)
    expect((await create()).status).toBe(201)
  })
})

describe('secrets at rest', () => {
  test('headers, secrets and credentials are stored encrypted, and credentials are never shown', async () => {
    const { body } = await create({ url: 'https://user:pa%20ss@example.com/hook', headers: { 'X-A': 'open sesame' } })
    expect(body.url).toBe(hook)
    const row = await rowOf(body.id)
    for (const value of [row.secrets, row.headers, row.credentials]) expect(value).toMatch(/^[0-9a-f]{8}\.[A-Za-z0-9_-]+$/)
    expect(JSON.stringify(row)).not.toMatch(/open sesame|pa ss|pa%20ss|whsec_/)
  })

  test('the same URL keeps the credentials, another drops them, an empty user removes them', async () => {
    const { body } = await create({ url: 'https://user:pass@example.com/hook' })
    const change = (input: object) => call('patch', `/app/shop/endpoint/${body.id}`, input)
    const credentials = async () => (await rowOf(body.id)).credentials !== null
    await change({ url: hook })
    expect([await credentials(), await revisionOf(body.id)]).toEqual([true, 1])
    await change({ url: 'https://@example.com/hook' })
    expect([await credentials(), await revisionOf(body.id)]).toEqual([false, 2])
    await change({ url: 'https://a:b@example.com/hook' })
    expect([await credentials(), await revisionOf(body.id)]).toEqual([true, 3])
    await change({ url: 'https://example.com/elsewhere' })
    expect([await credentials(), await revisionOf(body.id)]).toEqual([false, 4])
  })

  test('a viewer does not see the secret', async () => {
    const { body } = await create()
    const asViewer = callerOf(here.url, await here.tenant.createKey({ scope: 'viewer' }))
    expect((await asViewer('get', `/app/shop/endpoint/${body.id}/secret`)).status).toBe(403)
    expect((await asViewer('get', `/app/shop/endpoint/${body.id}`)).status).toBe(200)
  })
})

describe('change', () => {
  test('put creates by uid, and replaces all but secret and headers', async () => {
    const made = await call('put', '/app/shop/endpoint/main', { url: hook, throttleRate: 3, metadata: { a: 'b' }, channels: ['eu'] })
    expect([made.status, made.body.uid]).toEqual([201, 'main'])
    await call('put', '/app/shop/endpoint/main/headers', { headers: { 'X-A': 'b' } })
    const { key } = (await call('get', '/app/shop/endpoint/main/secret')).body
    const replaced = await call('put', '/app/shop/endpoint/main', { url: 'https://example.com/2' })
    expect([replaced.status, replaced.body]).toEqual([
      200,
      expect.objectContaining({
        id: made.body.id,
        uid: 'main',
        url: 'https://example.com/2',
        throttleRate: null,
        metadata: {},
        channels: null,
      }),
    ])
    expect((await call('get', '/app/shop/endpoint/main/secret')).body).toEqual({ key })
    expect((await call('get', '/app/shop/endpoint/main/headers')).body.headers).toEqual({ 'X-A': 'b' })
    expect((await call('put', '/app/shop/endpoint/ep_00000000000000000000000000', { url: hook })).status).toBe(404)
  })

  test('patch changes what it names; null clears', async () => {
    await call('post', '/event-type', { name: 'order.paid', description: 'x' })
    const { body } = await create({
      uid: 'main',
      eventTypes: ['order.paid'],
      channels: ['eu'],
      throttleRate: 5,
      retrySchedule: [9],
      description: 'x',
    })
    const change = async (input: object) => (await call('patch', `/app/shop/endpoint/${body.id}`, input)).body
    expect(await change({ description: 'y' })).toMatchObject({ ...body, description: 'y', updatedAt: expect.any(String) })
    const cleared = { uid: null, eventTypes: null, channels: null, throttleRate: null, retrySchedule: null }
    expect(await change(cleared)).toMatchObject({ ...cleared, description: 'y' })
  })

  test('an event type that is gone may stay in the filter, and is not taken anew', async () => {
    await call('post', '/event-type', { name: 'order.paid', description: 'x' })
    const { body } = await create({ eventTypes: ['order.paid'] })
    await call('delete', '/event-type/order.paid?expunge=true')
    const change = (input: object) => call('patch', `/app/shop/endpoint/${body.id}`, input)
    expect((await change({ eventTypes: ['order.paid'] })).status).toBe(200)
    expect((await change({ eventTypes: ['order.paid', 'order.lost'] })).status).toBe(422)
  })

  test('disable and enable, which forgets the failures', async () => {
    const { body } = await create()
    const change = (input: object) => call('patch', `/app/shop/endpoint/${body.id}`, input)
    await change({ disabled: true })
    const disabled = await rowOf(body.id)
    expect(disabled).toMatchObject({ disabled: true, disabledReason: 'by_user', disabledAt: expect.any(Date) })
    await prisma.endpoint.update({ where: { id: disabled.id }, data: { failingSince: new Date(), goneCount: 2 } })
    await change({ disabled: false })
    expect(await rowOf(body.id)).toMatchObject({
      disabled: false,
      disabledReason: null,
      disabledAt: null,
      failingSince: null,
      goneCount: 0,
    })
    expect(await revisionOf(body.id)).toBe(1)
  })

  test('a uid that is taken: 409', async () => {
    await create({ uid: 'one' })
    await create({ uid: 'two' })
    expect((await call('patch', '/app/shop/endpoint/two', { uid: 'one' })).status).toBe(409)
  })

  test('each change of what goes on the wire makes a revision with its URL; others make none', async () => {
    const { body } = await create()
    const path = `/app/shop/endpoint/${body.id}`
    await call('patch', path, { description: 'x', metadata: { a: 'b' }, throttleRate: 4, url: hook })
    expect(await revisionOf(body.id)).toBe(1)
    await call('patch', path, { url: 'https://example.com/2' })
    await call('put', `${path}/headers`, { headers: { 'X-A': 'b' } })
    await call('patch', `${path}/headers`, { headers: { 'X-A': 'b' } })
    await call('post', `${path}/secret/rotate`, {})
    await call('patch', path, { retrySchedule: [1] })
    expect(await revisionOf(body.id)).toBe(5)
    expect((await rowOf(body.id)).revisions.map(one => one.url)).toEqual([hook, ...Array(4).fill('https://example.com/2')])
  })

  test('two changes at the same moment are both kept', async () => {
    const { body } = await create()
    const path = `/app/shop/endpoint/${body.id}/headers`
    const names = Array.from({ length: 6 }, (_, index) => `x-${index}`)
    await Promise.all(names.map(name => call('patch', path, { headers: { [name]: '1' } })))
    expect(Object.keys((await call('get', path)).body.headers).sort()).toEqual(names)
    expect(await revisionOf(body.id)).toBe(7)
  })

  test('delete frees the uid', async () => {
    const { body } = await create({ uid: 'main' })
    expect(await call('delete', '/app/shop/endpoint/main')).toMatchObject({ status: 204, text: '' })
    expect((await call('get', `/app/shop/endpoint/${body.id}`)).status).toBe(404)
    expect((await create({ uid: 'main' })).status).toBe(201)
  })
})

test('the list is newest first, and walks', async () => {
  for (const uid of ['a', 'b', 'c']) await create({ uid })
  const uids = (answer: { body: { data: { uid: string }[] } }) => answer.body.data.map(({ uid }) => uid)
  const first = await call('get', '/app/shop/endpoint?limit=2')
  expect([uids(first), first.body.done]).toEqual([['c', 'b'], false])
  const second = await call('get', `/app/shop/endpoint?limit=2&iterator=${first.body.iterator}`)
  expect([uids(second), second.body.done]).toEqual([['a'], true])
  expect(uids(await call('get', '/app/shop/endpoint?order=ascending'))).toEqual(['a', 'b', 'c'])
})

test("another application's endpoint is not found under this one", async () => {
  await call('post', '/app', { name: 'Other', uid: 'other' })
  const { body } = await create()
  for (const path of ['', '/secret', '/headers']) expect((await call('get', `/app/other/endpoint/${body.id}${path}`)).status).toBe(404)
})
