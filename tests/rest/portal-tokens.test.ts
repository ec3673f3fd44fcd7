import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApiKey, revokeApiKey } from '#server/api-keys/mutations.ts'
import { heedRevocations } from '#server/auth/credential.ts'
import { forgetPortalTokens } from '#server/auth/portal-token.ts'
import { sha256 } from '#server/crypto.ts'
import { directClient, prisma } from '#server/db.ts'
import { formatId, parseId } from '#server/ids.ts'
import { moveClock, resetClock } from '#tests/support/clock.ts'
import { type Call, callerOf } from '#tests/support/server.ts'
import { createTenant, here, setUpServer, type Tenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'

setUpServer()
let tenant: Tenant
beforeAll(async () => {
  tenant = await createTenant()
})
afterEach(resetClock)

const access = (application: string, input: unknown = {}) => tenant.call('post', `/auth/app-portal-access/${application}`, input)

async function merchant(input: unknown = {}) {
  const { body: application } = await tenant.call('post', '/app', { name: 'Shop' })
  const { body } = await access(application.id, input)
  return { app: application.id as string, token: body.token as string, call: callerOf(here.url, body.token) }
}

const day = 24 * 60 * 60

describe('a portal token', () => {
  test('comes with the address that opens the portal; only its hash is stored', async () => {
    const { app } = await merchant()
    const { status, body } = await access(app, { user: { id: 'u1', name: 'Ann' } })
    expect(status).toBe(200)
    expect(body.token).toMatch(/^ptok_[0-9A-Za-z]{32}$/)
    expect(body.url).toMatch(new RegExp(`^http.*/portal/${formatId('environment', tenant.context.environmentId)}#token=${body.token}$`))
    const row = await prisma.portalSession.findUniqueOrThrow({ where: { hash: new Uint8Array(sha256(body.token)) } })
    expect(row).toMatchObject({ userId: 'u1', userName: 'Ann' })
    expect(JSON.stringify({ ...row, hash: Buffer.from(row.hash).toString('latin1') })).not.toContain(body.token.slice(-32))
  })

  test('works for seven days, or as long as was said', async () => {
    const week = await merchant()
    const hour = await merchant({ expiry: 3600 })
    const works = async () => {
      forgetPortalTokens()
      return [(await week.call('get', `/app/${week.app}`)).status, (await hour.call('get', `/app/${hour.app}`)).status]
    }
    expect(await works()).toEqual([200, 200])
    await moveClock(3_601)
    expect(await works()).toEqual([200, 401])
    await moveClock(7 * day - 3_700)
    expect(await works()).toEqual([200, 401])
    await moveClock(100)
    expect(await works()).toEqual([401, 401])
  })

  test.each([{ expiry: 3_599 }, { expiry: 7 * day + 1 }, { sessionId: 'a b' }, { capabilities: ['Everything'] }, { capabilities: [] }])(
    'is not made of %j',
    async input => {
      const { app } = await merchant()
      expect((await access(app, input)).status).toBe(422)
    },
  )

  test('makes the application of the path on the way, by its uid', async () => {
    const { status, body } = await access('new-shop', { application: { name: 'New', uid: 'new-shop' } })
    expect(status).toBe(200)
    expect((await callerOf(here.url, body.token)('get', '/app/new-shop')).body).toMatchObject({ name: 'New', uid: 'new-shop' })
    expect((await access('other-shop', { application: { name: 'New', uid: 'new-shop' } })).body.detail[0].type).toBe(
      'application_uid_mismatch',
    )
    expect((await access('other-shop')).status).toBe(404)
  })

  test('of the deprecated kind can everything', async () => {
    const { app } = await merchant()
    const { body } = await tenant.call('post', `/auth/dashboard-access/${app}`)
    const { body: endpoint } = await callerOf(here.url, body.token)('post', `/app/${app}/endpoint`, { url: 'https://example.com/' })
    expect((await callerOf(here.url, body.token)('get', `/app/${app}/endpoint/${endpoint.id}/secret`)).body.key).toMatch(/^whsec_/)
  })

  test('stops with its application', async () => {
    const { app, call } = await merchant()
    await tenant.call('delete', `/app/${app}`)
    expect((await call('get', `/app/${app}`)).status).toBe(401)
  })
})

describe('what it reaches', () => {
  test.each([
    [{ capabilities: ['ViewBase', 'ManageEndpoint'] }, [200, 201, 403, 403]],
    [{ capabilities: ['ViewBase', 'ViewEndpointSecret'] }, [200, 403, 200, 403]],
    [{ capabilities: ['ManageEndpointSecret'] }, [403, 403, 403, 200]],
    [{ readOnly: true, capabilities: ['ManageEndpoint'] }, [200, 403, 403, 403]],
  ])('%j', async (input, expected) => {
    const { app, call } = await merchant(input)
    const { body: endpoint } = await tenant.call('post', `/app/${app}/endpoint`, { url: 'https://example.com/' })
    const one = `/app/${app}/endpoint/${endpoint.id}`
    const answers = [
      await call('get', one),
      await call('post', `/app/${app}/endpoint`, { url: 'https://example.com/' }),
      await call('get', `${one}/secret`),
      await call('post', `${one}/secret/rotate`, {}),
    ]
    expect(answers.map(answer => answer.status)).toEqual(expected)
  })

  test('of event types with feature flags only those it has a flag of, also to subscribe to', async () => {
    await tenant.call('post', '/event-type', { name: 'open', description: 'x' })
    await tenant.call('post', '/event-type', { name: 'beta', description: 'x', featureFlags: ['beta', 'alpha'] })
    const plain = await merchant()
    const tester = await merchant({ featureFlags: ['beta'] })
    const names = async ({ call }: typeof plain) =>
      (await call('get', '/event-type')).body.data.map(({ name }: { name: string }) => name) as string[]
    expect([await names(plain), await names(tester)]).toEqual([['open'], ['beta', 'open']])
    expect([(await plain.call('get', '/event-type/beta')).status, (await tester.call('get', '/event-type/beta')).status]).toEqual([
      404, 200,
    ])
    const subscribe = async ({ app, call }: typeof plain) =>
      (await call('post', `/app/${app}/endpoint`, { url: 'https://example.com/', eventTypes: ['beta'] })).status
    expect([await subscribe(plain), await subscribe(tester)]).toEqual([422, 201])
  })

  test('name and metadata of its application, not what the company knows it by', async () => {
    const { app, call } = await merchant()
    expect((await call('patch', `/app/${app}`, { metadata: { a: 'b' } })).body.metadata).toEqual({ a: 'b' })
    for (const patch of [{ uid: 'mine' }, { throttleRate: 1 }, { throttleRate: null }])
      expect((await call('patch', `/app/${app}`, patch)).status).toBe(403)
  })
})

describe('for one use', () => {
  const exchange = (call: Call) => call('post', '/auth/one-time-token')

  test('can only be exchanged, for one with the same rights', async () => {
    const { app, call } = await merchant({ oneTime: true, capabilities: ['ViewBase'], featureFlags: ['beta'], user: { id: 'u1' } })
    for (const path of [`/app/${app}`, '/event-type', '/background-task'])
      expect((await call('get', path)).body).toEqual({ code: 'insufficient_access', detail: expect.stringContaining('one-time-token') })
    const { status, body } = await exchange(call)
    expect([status, body]).toEqual([200, { token: expect.stringMatching(/^ptok_[0-9A-Za-z]{32}$/) }])
    const exchanged = callerOf(here.url, body.token)
    expect((await exchanged('get', `/app/${app}`)).body.id).toBe(app)
    expect((await exchanged('post', `/app/${app}/endpoint`, { url: 'https://example.com' })).status).toBe(403)
    const rows = await prisma.portalSession.findMany({ where: { applicationId: parseId('application', app)! }, orderBy: { id: 'asc' } })
    expect(rows.map(({ oneTime, userId, featureFlags, capabilities }) => ({ oneTime, userId, featureFlags, capabilities }))).toEqual(
      [true, false].map(oneTime => ({ oneTime, userId: 'u1', featureFlags: ['beta'], capabilities: ['ViewBase'] })),
    )
    expect(rows[1]!.expiresAt.getTime()).toBeGreaterThan(rows[0]!.expiresAt.getTime())
  })

  test('is exchanged once, also by several at the same moment', async () => {
    const { call } = await merchant({ oneTime: true })
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => exchange(call)))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 401, 401, 401])
    forgetPortalTokens()
    expect((await exchange(call)).status).toBe(401)
  })

  test('has its own place in the address, its expiry, and can be ended before it is used', async () => {
    const { app } = await merchant()
    const { body } = await access(app, { oneTime: true, expiry: 3_600, sessionId: 'mail' })
    expect(body.url).toMatch(new RegExp(`#once=${body.token}$`))
    const late = callerOf(here.url, (await access(app, { oneTime: true, expiry: 3_600 })).body.token)
    await tenant.call('post', `/auth/app/${app}/expire-all`, { sessionIds: ['mail'] })
    forgetPortalTokens()
    expect((await exchange(callerOf(here.url, body.token))).status).toBe(401)
    await moveClock(3_601)
    forgetPortalTokens()
    expect((await exchange(late)).status).toBe(401)
  })

  test('other credentials can’t be exchanged', async () => {
    const { call } = await merchant({ oneTime: false })
    for (const caller of [call, tenant.call]) expect((await exchange(caller)).body.code).toBe('insufficient_access')
  })
})

describe('is ended', () => {
  test('by itself', async () => {
    const { app, call } = await merchant()
    expect((await call('post', '/auth/logout')).status).toBe(204)
    forgetPortalTokens()
    expect((await call('get', `/app/${app}`)).status).toBe(401)
    expect((await tenant.call('post', '/auth/logout')).status).toBe(403)
  })

  test('with all of its application, or by its session, at once or a while later', async () => {
    const { app, call: first } = await merchant({ sessionId: 'a' })
    const second = callerOf(here.url, (await access(app, { sessionId: 'b' })).body.token)
    const other = await merchant({ sessionId: 'a' })
    const statuses = async () => {
      forgetPortalTokens()
      return [(await first('get', `/app/${app}`)).status, (await second('get', `/app/${app}`)).status]
    }
    const expire = (input: unknown) => tenant.call('post', `/auth/app/${app}/expire-all`, input)
    expect((await expire({ sessionIds: ['a'] })).status).toBe(204)
    expect(await statuses()).toEqual([401, 200])
    await expire({ expiry: 60 })
    expect(await statuses()).toEqual([401, 200])
    await moveClock(61)
    expect(await statuses()).toEqual([401, 401])
    expect((await other.call('get', `/app/${other.app}`)).status).toBe(200)
  })

  test('in every process at once: look-ups that are believed elsewhere are forgotten with the commit', async () => {
    const stopHeeding = heedRevocations()
    const listeners = async () =>
      (
        await prisma.$queryRaw<
          unknown[]
        >`select from pg_stat_activity where datname = current_database() and query = 'listen posthorn_revoked'`
      ).length
    await until('it listens', async () => (await listeners()) > 0)
    const { app, call, token } = await merchant()
    const { key, token: apiKey } = await createApiKey(tenant.context, { name: 'x', scope: 'admin' }, prisma)
    const believed = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    const statuses = async () => [(await call('get', `/app/${app}`)).status, (await callerOf(here.url, apiKey)('get', '/app')).status]
    expect(await statuses()).toEqual([200, 200])
    // As another process would do it.
    const elsewhere = directClient()
    await elsewhere.connect()
    await elsewhere.query('update portal_session set expires_at = now() where hash = $1', [sha256(token)])
    expect(await statuses()).toEqual([200, 200])
    await elsewhere.end()
    await revokeApiKey(tenant.context, key.id, prisma)
    await until('both are refused', async () => (await statuses()).join() === '401,401')
    believed.mockRestore()
    stopHeeding()
  })
})
