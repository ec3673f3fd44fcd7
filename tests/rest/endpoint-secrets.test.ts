import { afterEach, beforeEach, expect, test } from 'vitest'
import { prisma } from '#server/db.ts'
import { openSecrets } from '#server/endpoints/sealed.ts'
import { parseId } from '#server/ids.ts'
import { moveClock, resetClock } from '#tests/support/clock.ts'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })
let path: string
let endpointId: string
beforeEach(async () => {
  const { body } = await call('post', '/app/shop/endpoint', { url: 'https://example.com/hook' })
  endpointId = parseId('endpoint', body.id) ?? ''
  path = `/app/shop/endpoint/${body.id}/secret`
})
afterEach(resetClock)

const current = async () => (await call('get', path)).body.key
const rotate = (input: object = {}) => call('post', `${path}/rotate`, input)
const stored = async () => openSecrets(await prisma.endpoint.findUniqueOrThrow({ where: { id: endpointId } }))
const given = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
/** RFC 8032, test 1: seed and public key. */
const ed25519 = Buffer.from(
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  'hex',
)

test('rotate answers 200 with the new secret, and the old one signs for a day', async () => {
  const old = await current()
  const { status, body } = await rotate()
  expect([status, body]).toEqual([200, { key: expect.stringMatching(/^whsec_/) }])
  expect(body.key).not.toBe(old)
  expect(await current()).toBe(body.key)
  expect(await stored()).toEqual([
    { key: body.key, expiresAt: null },
    { key: old, expiresAt: expect.any(String) },
  ])
  const left = Date.parse((await stored())[1]?.expiresAt ?? '') - Date.now()
  expect(left / 1000).toBeGreaterThan(86_300)
  expect(left / 1000).toBeLessThan(86_500)
})

test('rotate to a given secret, at once', async () => {
  expect((await rotate({ key: given, gracePeriodSeconds: 0 })).body).toEqual({ key: given })
  expect(await stored()).toEqual([{ key: given, expiresAt: null }])
})

test('a secret without its prefix is stored with it', async () => {
  expect((await rotate({ key: given.slice(6) })).body).toEqual({ key: given })
})

test('of an Ed25519 pair the public key is shown, and the next one that is made is a pair too', async () => {
  const publicKey = `whpk_${ed25519.subarray(32).toString('base64')}`
  expect((await rotate({ key: `whsk_${ed25519.toString('base64')}` })).body).toEqual({ key: publicKey })
  expect(await current()).toBe(publicKey)
  expect((await rotate()).body.key).toMatch(/^whpk_/)
})

test('ten old secrets at most; expired ones do not count', async () => {
  for (let count = 0; count < 10; count++) expect((await rotate({ gracePeriodSeconds: 60 })).status).toBe(200)
  expect(await rotate()).toMatchObject({ status: 400, body: { code: 'limit_reached' } })
  expect((await rotate({ gracePeriodSeconds: 0 })).status).toBe(200)
  await moveClock(61)
  expect((await rotate()).status).toBe(200)
  expect(await stored()).toHaveLength(2)
})

test('a secret that comes back stops being an old one', async () => {
  await rotate({ key: given })
  await rotate()
  await rotate({ key: given })
  expect((await stored()).filter(secret => secret.key === given)).toEqual([{ key: given, expiresAt: null }])
})

test.each([
  [{ key: 'whsec_short' }, 'key'],
  [{ key: 'whpk_1234567890123456789012345678901234567890' }, 'key'],
  [{ gracePeriodSeconds: -1 }, 'gracePeriodSeconds'],
  [{ gracePeriodSeconds: 604_801 }, 'gracePeriodSeconds'],
])('422 for %j', async (input, field) => {
  const { status, body } = await rotate(input)
  expect([status, body.detail[0].loc]).toEqual([422, ['body', field]])
  expect(JSON.stringify(body)).not.toContain(String(Object.values(input)[0]))
})

test('an empty body is as good as an empty object', async () => {
  expect((await call('post', `${path}/rotate`)).status).toBe(200)
})
