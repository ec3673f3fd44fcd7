import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { heedRevocations } from '#server/auth/credential.ts'
import { forgetIntegrationKeys } from '#server/auth/integration-key.ts'
import { sha256 } from '#server/crypto.ts'
import { pool, prisma } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { type Call, callerOf } from '#tests/support/server.ts'
import { call, here, setUpTenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'

setUpTenant()
beforeAll(async () => {
  heedRevocations()
})
beforeEach(async () => {
  for (const uid of ['shop', 'other']) await call('post', '/app', { name: uid, uid })
})

const create = async (input: object = {}): Promise<string> =>
  (await call('post', '/app/shop/integration', { name: 'Zapier', ...input })).body.id
const rotate = async (id: string): Promise<Call> =>
  callerOf(here.url, (await call('post', `/app/shop/integration/${id}/key/rotate`)).body.key)
const refused = async (key: Call) =>
  until('the key is refused', async () => {
    const { status, body } = await key('get', '/app/shop')
    return status === 200 ? null : [status, body.code]
  })

describe('an integration', () => {
  test('is created, listed, read, replaced and deleted', async () => {
    const { status, body: made } = await call('post', '/app/shop/integration', { name: 'Zapier', featureFlags: ['beta'] })
    expect([status, made]).toEqual([
      201,
      {
        id: expect.stringMatching(/^integ_/),
        name: 'Zapier',
        featureFlags: ['beta'],
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    ])
    const second = await create({ name: 'Make' })
    expect((await call('get', '/app/shop/integration')).body.data.map(({ id }: { id: string }) => id)).toEqual([second, made.id])
    const page = (await call('get', '/app/shop/integration?order=ascending&limit=1')).body
    expect(page).toMatchObject({ data: [made], iterator: made.id, done: false })
    expect((await call('get', `/app/shop/integration?order=ascending&limit=1&iterator=${page.iterator}`)).body.data[0].id).toBe(second)
    expect((await call('get', '/app/other/integration')).body.data).toEqual([])
    const one = `/app/shop/integration/${made.id}`
    expect((await call('put', one, { name: 'n8n' })).body).toMatchObject({ id: made.id, name: 'n8n', featureFlags: [] })
    expect((await call('get', one)).body).toMatchObject({ name: 'n8n', createdAt: made.createdAt })
    expect((await call('delete', one)).status).toBe(204)
    expect([(await call('get', one)).status, (await call('delete', one)).status]).toEqual([404, 404])
  })

  test('is another application’s to nobody, and ids of other kinds are none', async () => {
    const id = await create()
    for (const wrong of [`/app/other/integration/${id}`, '/app/shop/integration/Zapier', `/app/shop/integration/${id}x`]) {
      expect((await call('get', wrong)).status).toBe(404)
      expect((await call('post', `${wrong}/key/rotate`)).status).toBe(404)
    }
    expect((await call('get', '/app/shop/integration?iterator=Zapier')).body.detail[0].loc).toEqual(['query', 'iterator'])
  })

  test.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(257) }, 'name'],
    [{ name: 'x', featureFlags: null }, 'featureFlags'],
    [{ name: 'x', featureFlags: ['a b'] }, 'featureFlags'],
    [{ name: 'x', featureFlags: ['x'.repeat(257)] }, 'featureFlags'],
    [{ name: 'x', featureFlags: Array.from({ length: 26 }, (_, index) => `f${index}`) }, 'featureFlags'],
  ])('is not made of %j', async (input, place) => {
    expect(await call('post', '/app/shop/integration', input)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: expect.arrayContaining([place]) }] },
    })
  })

  test('is made of the longest name, and of 25 feature flags as long as they may be', async () => {
    const featureFlags = Array.from({ length: 25 }, (_, index) => `${index}`.padEnd(256, 'f'))
    expect((await call('post', '/app/shop/integration', { name: 'x'.repeat(256), featureFlags })).body.featureFlags).toEqual(featureFlags)
  })
})

describe('its key', () => {
  test('does for one application what a merchant may, and nothing else', async () => {
    const key = await rotate(await create())
    expect((await key('get', '/app/shop')).body.uid).toBe('shop')
    const { status, body } = await key('post', '/app/shop/endpoint', { url: 'https://example.com/hook' })
    expect(status).toBe(201)
    expect((await key('get', `/app/shop/endpoint/${body.id}/secret`)).status).toBe(200)
    expect((await key('post', `/app/shop/endpoint/${body.id}/recover`, { since: new Date().toISOString() })).status).toBe(202)
    expect((await key('get', '/app/other')).status).toBe(404)
    for (const [method, path] of [
      ['get', '/app'],
      ['post', '/app/shop/msg'],
      ['delete', '/app/shop'],
      ['get', '/app/shop/integration'],
      ['post', '/app/shop/integration'],
      ['post', '/auth/app-portal-access/shop'],
      ['post', '/auth/logout'],
    ] as const)
      expect([path, (await key(method, path, method === 'post' ? {} : undefined)).status]).toEqual([path, 403])
    expect((await key('patch', '/app/shop', { uid: 'mine' })).status).toBe(403)
    expect((await key('patch', '/app/shop', { name: 'Renamed' })).status).toBe(200)
  })

  test('is stored as a hash only, and refused when it is made up', async () => {
    const id = await create()
    const { key } = (await call('post', `/app/shop/integration/${id}/key/rotate`)).body
    expect(key).toMatch(/^pint_[0-9A-Za-z]{32}$/)
    const { rows } = await pool.query(`select to_jsonb(i)::text as row, hash from integration i where id = $1`, [
      parseId('integration', id),
    ])
    expect(rows[0].row).not.toContain(key)
    expect(rows[0].hash).toEqual(sha256(key))
    for (const token of [`pint_${'0'.repeat(32)}`, 'pint_', `${key}0`, key.toLowerCase()])
      expect(await callerOf(here.url, token)('get', '/app/shop')).toMatchObject({ status: 401, body: { code: 'authentication_failed' } })
  })

  test('is refused at once when it is rotated, when its integration or its application is deleted', async () => {
    const id = await create()
    const first = await rotate(id)
    expect((await first('get', '/app/shop')).status).toBe(200)
    const second = await rotate(id)
    expect(await refused(first)).toEqual([401, 'authentication_failed'])
    expect((await second('get', '/app/shop')).status).toBe(200)
    await call('delete', `/app/shop/integration/${id}`)
    expect(await refused(second)).toEqual([401, 'authentication_failed'])
    const third = await rotate(await create())
    expect((await third('get', '/app/shop')).status).toBe(200)
    await call('delete', '/app/shop')
    forgetIntegrationKeys()
    expect(await refused(third)).toEqual([401, 'authentication_failed'])
  })

  test('is given to the first who asks for it, and to nobody later', async () => {
    const id = await create()
    const answers = await Promise.all([1, 2, 3].map(() => call('get', `/app/shop/integration/${id}/key`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const key = answers.find(({ status }) => status === 200)?.body.key
    expect((await callerOf(here.url, key)('get', '/app/shop')).status).toBe(200)
    expect((await call('get', `/app/shop/integration/${id}/key`)).body).toEqual({
      code: 'conflict',
      detail: expect.stringContaining('Rotate it'),
    })
  })

  test('shows the event types of its feature flags, also when they change', async () => {
    await call('post', '/event-type', { name: 'open.one', description: 'x' })
    await call('post', '/event-type', { name: 'beta.one', description: 'x', featureFlags: ['beta'] })
    const id = await create({ featureFlags: ['beta'] })
    const key = await rotate(id)
    const shown = async () => (await key('get', '/event-type')).body.data.map(({ name }: { name: string }) => name)
    expect(await shown()).toEqual(['beta.one', 'open.one'])
    await call('put', `/app/shop/integration/${id}`, { name: 'Zapier' })
    expect(await until('the flag is gone', async () => ((await shown()).length === 1 ? shown() : null))).toEqual(['open.one'])
    expect((await key('get', '/event-type/beta.one')).status).toBe(404)
  })

  test('needs an admin to make it, and a viewer sees integrations without it', async () => {
    const id = await create()
    for (const scope of ['developer', 'viewer'] as const) {
      const lesser = callerOf(here.url, await here.tenant.createKey({ scope }))
      expect((await lesser('get', `/app/shop/integration/${id}`)).status).toBe(200)
      expect((await lesser('post', `/app/shop/integration/${id}/key/rotate`)).status).toBe(403)
      expect((await lesser('get', `/app/shop/integration/${id}/key`)).status).toBe(403)
    }
    expect(await prisma.integration.findUniqueOrThrow({ where: { id: parseId('integration', id)! } })).toMatchObject({ hash: null })
  })
})
