import { expect, test } from 'vitest'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant()

const uidsOf = (answer: { body: { data: { uid: string }[] } }) => answer.body.data.map(({ uid }) => uid)

test('create answers 201 with every field', async () => {
  const { status, body } = await call('post', '/app', { name: 'Joe', uid: 'joe', throttleRate: 5, metadata: { a: 'b' }, unknown: 1 })
  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.stringMatching(/^app_[0-9a-z]{26}$/),
    uid: 'joe',
    name: 'Joe',
    throttleRate: 5,
    rateLimit: 5,
    metadata: { a: 'b' },
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    updatedAt: expect.any(String),
  })
})

test('create with the least', async () => {
  const { body } = await call('post', '/app', { name: 'Joe', uid: null, throttleRate: null })
  expect(body).toMatchObject({ uid: null, throttleRate: null, rateLimit: null, metadata: {} })
})

test.each([
  ['no name', {}, 'name'],
  ['an empty name', { name: '' }, 'name'],
  ['a uid that looks like one of our ids', { name: 'x', uid: 'app_1' }, 'uid'],
  ['a uid with a slash', { name: 'x', uid: 'a/b' }, 'uid'],
  ['a uid that is too long', { name: 'x', uid: 'a'.repeat(257) }, 'uid'],
  ['a rate of 0', { name: 'x', throttleRate: 0 }, 'throttleRate'],
  ['a rate of 65,536', { name: 'x', rateLimit: 65_536 }, 'throttleRate'],
  ['metadata that is not text', { name: 'x', metadata: { a: 1 } }, 'metadata'],
  ['metadata over 4,096 bytes', { name: 'x', metadata: { a: 'x'.repeat(4090) } }, 'metadata'],
  ['a NUL', { name: 'a\0b' }, 'name'],
  ['half of a surrogate pair', '{"name":"\\ud800"}', 'name'],
])('422 for %s, and nothing is stored', async (_what, input, field) => {
  const { status, body } = await call('post', '/app', input)
  expect(status).toBe(422)
  expect(body.detail[0].loc.slice(0, 2)).toEqual(['body', field])
  expect((await call('get', '/app')).body.data).toEqual([])
})

test('a uid is taken once: 409, or with get_if_exists the one that has it', async () => {
  const first = await call('post', '/app?get_if_exists=true', { name: 'Joe', uid: 'joe' })
  expect(first.status).toBe(201)
  expect(await call('post', '/app', { name: 'Jim', uid: 'joe' })).toMatchObject({ status: 409, body: { code: 'conflict' } })
  const again = await call('post', '/app?get_if_exists=true', { name: 'Jim', uid: 'joe' })
  expect([again.status, again.body]).toEqual([200, first.body])
})

test('of many that create the same uid at once one creates and the others find', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('post', '/app?get_if_exists=true', { name: 'Joe', uid: 'joe' })))
  expect(answers.map(answer => answer.status).sort()).toEqual([...Array(7).fill(200), 201])
  expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
})

test('put creates by uid, keeps the uid of the path, and replaces the rest', async () => {
  const made = await call('put', '/app/joe', { name: 'Joe', throttleRate: 3, metadata: { a: 'b' } })
  expect([made.status, made.body.uid]).toEqual([201, 'joe'])
  const replaced = await call('put', '/app/joe', { name: 'Joe II' })
  expect([replaced.status, replaced.body]).toEqual([
    200,
    expect.objectContaining({ id: made.body.id, uid: 'joe', throttleRate: null, metadata: {} }),
  ])
  const renamed = await call('put', '/app/joe', { name: 'Jim', uid: 'jim' })
  expect([renamed.status, renamed.body.uid]).toEqual([200, 'jim'])
  expect((await call('get', '/app/joe')).status).toBe(404)
})

test('put by an id that is not there, or by what can be no uid, creates nothing', async () => {
  expect((await call('put', '/app/a%20b', { name: 'Joe' })).status).toBe(422)
  expect((await call('put', '/app/app_00000000000000000000000000', { name: 'Joe' })).status).toBe(404)
})

test('patch changes what it names; null clears', async () => {
  await call('post', '/app', { name: 'Joe', uid: 'joe', throttleRate: 5, metadata: { a: 'b' } })
  expect((await call('patch', '/app/joe', { name: 'Joe II' })).body).toMatchObject({
    name: 'Joe II',
    uid: 'joe',
    throttleRate: 5,
    metadata: { a: 'b' },
  })
  const { body } = await call('patch', '/app/joe', { uid: null, throttleRate: null, metadata: {} })
  expect(body).toMatchObject({ name: 'Joe II', uid: null, throttleRate: null, metadata: {} })
})

test('patch to a uid that is taken: 409, and nothing changes', async () => {
  await call('post', '/app', { name: 'Joe', uid: 'joe' })
  await call('post', '/app', { name: 'Jim', uid: 'jim' })
  expect((await call('patch', '/app/jim', { uid: 'joe', name: 'x' })).status).toBe(409)
  expect((await call('get', '/app/jim')).body.name).toBe('Jim')
})

test('delete frees the uid and takes the endpoints along', async () => {
  const { body } = await call('post', '/app', { name: 'Joe', uid: 'joe' })
  await call('post', '/app/joe/endpoint', { url: 'https://example.com/hook', uid: 'main' })
  expect(await call('delete', '/app/joe')).toMatchObject({ status: 204, text: '' })
  expect((await call('get', `/app/${body.id}`)).status).toBe(404)
  expect((await call('get', `/app/${body.id}/endpoint/main`)).status).toBe(404)
  expect((await call('post', `/app/${body.id}/msg`, { eventType: 'a', payload: {} })).status).toBe(404)
  expect((await call('post', '/app', { name: 'Joe', uid: 'joe' })).status).toBe(201)
})

test('lists walk both ways, in both orders', async () => {
  for (const uid of ['a', 'b', 'c', 'd', 'e']) await call('post', '/app', { name: uid, uid })
  const first = await call('get', '/app?limit=2')
  expect([uidsOf(first), first.body.done]).toEqual([['a', 'b'], false])
  const second = await call('get', `/app?limit=2&iterator=${first.body.iterator}`)
  expect([uidsOf(second), second.body.done]).toEqual([['c', 'd'], false])
  const third = await call('get', `/app?limit=2&iterator=${second.body.iterator}`)
  expect([uidsOf(third), third.body.done]).toEqual([['e'], true])
  const back = await call('get', `/app?limit=2&iterator=${third.body.prevIterator}`)
  expect(uidsOf(back)).toEqual(['c', 'd'])
  const start = await call('get', `/app?limit=2&iterator=${back.body.prevIterator}`)
  expect([uidsOf(start), start.body.done]).toEqual([['a', 'b'], true])
  expect(uidsOf(await call('get', '/app?order=descending&limit=3'))).toEqual(['e', 'd', 'c'])
})

test('an empty list', async () => {
  expect((await call('get', '/app')).body).toEqual({ data: [], iterator: null, prevIterator: null, done: true })
})

test.each(['limit=0', 'limit=251', 'limit=x', 'iterator=nonsense', 'iterator=ep_00000000000000000000000000', 'order=up'])(
  '422 for a list with %s',
  async query => {
    const { status, body } = await call('get', `/app?${query}`)
    expect([status, body.detail[0].loc]).toEqual([422, ['query', query.split('=')[0]]])
  },
)

test('lists leave out applications by their endpoints', async () => {
  for (const uid of ['none', 'disabled', 'play', 'good']) await call('post', '/app', { name: uid, uid })
  await call('post', '/app/disabled/endpoint', { url: 'https://example.com/', disabled: true })
  await call('post', '/app/play/endpoint', { url: 'https://play.svix.com/in/1' })
  await call('post', '/app/good/endpoint', { url: 'https://example.com/' })
  expect(uidsOf(await call('get', '/app?exclude_apps_with_no_endpoints=true'))).toEqual(['disabled', 'play', 'good'])
  expect(uidsOf(await call('get', '/app?exclude_apps_with_disabled_endpoints=true'))).toEqual(['none', 'play', 'good'])
  expect(uidsOf(await call('get', '/app?exclude_apps_with_svix_play_endpoints=true'))).toEqual(['none', 'disabled', 'good'])
})
