import { beforeEach, expect, test } from 'vitest'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })
let path: string
beforeEach(async () => {
  path = await endpointAt('https://example.com/hook')
})

const endpointAt = async (at: string) => `/app/shop/endpoint/${(await call('post', '/app/shop/endpoint', { url: at })).body.id}/headers`
const put = (headers: object) => call('put', path, { headers })
const read = async () => (await call('get', path)).body

test('put replaces all; those that hold credentials are named and not shown', async () => {
  await put({ 'X-Old': '1' })
  const names = ['Authorization', 'X-Auth-Token', 'x-api-key', 'WWW-Authenticate', 'Cookie']
  expect(await put({ 'X-Custom': 'b', Empty: '', ...Object.fromEntries(names.map(name => [name, 'secret'])) })).toMatchObject({
    status: 204,
    text: '',
  })
  expect(await read()).toEqual({ headers: { 'X-Custom': 'b', Empty: '' }, sensitive: names })
  await put({})
  expect(await read()).toEqual({ headers: {}, sensitive: [] })
})

test('patch merges without case, null and deleteHeaders remove', async () => {
  await put({ 'X-A': '1', 'X-B': '2', 'X-C': '3', Authorization: 'secret' })
  await call('patch', path, { headers: { 'x-a': '9', 'x-b': null }, deleteHeaders: ['X-c', 'x-unknown'] })
  expect(await read()).toEqual({ headers: { 'x-a': '9' }, sensitive: ['Authorization'] })
  await call('patch', path, { deleteHeaders: ['authorization'] })
  expect(await read()).toEqual({ headers: { 'x-a': '9' }, sensitive: [] })
})

const forbidden = [
  'User-Agent Keep-Alive Proxy-Authenticate Proxy-Authorization TE Trailers Transfer-Encoding Upgrade Age Cache-Control Clear-Site-Data',
  'Expires Pragma Warning Content-Length Content-Type Content-Encoding Content-Language Content-Location Host Connection Traceparent',
  'Tracestate X-Amz-A X-Amzn-A X-Google-A X-Goog-A X-GFE-A X-Azure-A X-FD-A X-Svix-A Svix-Id Webhook-Id',
].flatMap(line => line.split(' '))

test.each(forbidden)('422 for %s, by put and by patch', async name => {
  for (const method of ['put', 'patch']) {
    const { status, body } = await call(method, path, { headers: { [name]: 'x' } })
    expect([status, body.detail[0].loc]).toEqual([422, ['body', 'headers', name]])
  }
})

test.each([
  ['a name with a space', { 'X A': '1' }],
  ['an empty name', { '': '1' }],
  ['a line break in the value', { 'X-A': 'a\r\nX-B: c' }],
  ['a value beyond ASCII', { 'X-A': 'é' }],
  ['a value over 4,096 characters', { 'X-A': 'x'.repeat(4097) }],
  ['a name twice in different case', { 'X-A': '1', 'x-a': '2' }],
])('422 for %s', async (_what, headers) => {
  expect((await put(headers)).status).toBe(422)
  expect((await read()).headers).toEqual({})
})

test('credentials are not sent over http, whichever of the two comes second', async () => {
  path = await endpointAt('http://example.com/hook')
  const refused = await put({ Authorization: 'secret' })
  expect([refused.status, refused.text]).toEqual([422, expect.not.stringContaining('secret')])
  path = await endpointAt('https://example.com/hook')
  await put({ Authorization: 'secret' })
  expect((await call('patch', path.replace('/headers', ''), { url: 'http://example.com/hook' })).status).toBe(422)
})
