import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApiKey, revokeApiKey } from '#server/api-keys/mutations.ts'
import { listApiKeys } from '#server/api-keys/queries.ts'
import type { ApiKeyIn } from '#server/api-keys/schema.ts'
import { authenticateKey, forgetKeys } from '#server/auth/api-key.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { databaseNow, moveClock, resetClock } from '#tests/support/clock.ts'
import { seedEnvironment } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'

let context: Context
beforeEach(async () => {
  context = await seedEnvironment()
  forgetKeys()
})
afterEach(resetClock)
afterAll(() => pool.end())

const create = (input: Partial<ApiKeyIn> = {}) => createApiKey(context, { name: 'test', ...input }, prisma)
const authenticate = (token: string) => authenticateKey(`Bearer ${token}`)
const refused = { code: 'authentication_failed' }

test('a token is ph_, the environment and 32 characters; only its hash is stored', async () => {
  const { key, token } = await create({ scope: 'viewer' })
  expect(token).toMatch(/^ph_test_[0-9A-Za-z]{32}$/)
  expect(token.startsWith(key.prefix)).toBe(true)
  expect(key.prefix).toHaveLength('ph_test_'.length + 4)
  const row = await prisma.apiKey.findUniqueOrThrow({ where: { id: parseId('apiKey', key.id) ?? '' } })
  expect(JSON.stringify({ ...row, hash: Buffer.from(row.hash).toString('latin1') })).not.toContain(token.slice(-32))
})

test('makes the context of its environment, with its scope as role', async () => {
  const { key, token } = await create({ scope: 'viewer' })
  expect(await authenticate(token)).toEqual({
    organizationId: context.organizationId,
    environmentId: context.environmentId,
    actor: { kind: 'key', id: parseId('apiKey', key.id), role: 'viewer' },
  })
})

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Basic abc',
  'Bearer ph_test_short',
  `Bearer ph_TEST_${'a'.repeat(32)}`,
  `Bearer ph_test_${'a'.repeat(32)}`,
])('refuses %j', async header => {
  await expect(authenticateKey(header)).rejects.toMatchObject(refused)
})

test('an expired key is refused, by database time', async () => {
  const { token } = await create({ expiresAt: new Date((await databaseNow()).getTime() + 60_000).toISOString() })
  await authenticate(token)
  await moveClock(61)
  forgetKeys()
  await expect(authenticate(token)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('expired') })
})

test('a revoked key is refused; revoking it again keeps the time', async () => {
  const { key, token } = await create()
  await authenticate(token)
  const revoked = await revokeApiKey(context, key.id, prisma)
  expect(revoked.revokedAt).toEqual(expect.any(String))
  forgetKeys()
  await expect(authenticate(token)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('revoked') })
  expect((await revokeApiKey(context, key.id, prisma)).revokedAt).toBe(revoked.revokedAt)
})

test('a key of another environment is not found', async () => {
  const { key } = await create()
  const stranger = await seedEnvironment()
  await expect(revokeApiKey(stranger, key.id, prisma)).rejects.toMatchObject({ code: 'not_found' })
  await expect(revokeApiKey(context, 'key_nonsense', prisma)).rejects.toMatchObject({ code: 'not_found' })
  expect(await listApiKeys(stranger)).toEqual([])
  expect((await listApiKeys(context)).map(({ id }) => id)).toEqual([key.id])
})

describe('look-ups', () => {
  afterEach(() => vi.restoreAllMocks())

  test('are shared by requests of the same moment, believed for a second at most, and droppable', async () => {
    const { token } = await create()
    await prisma.apiKey.updateMany({ data: { lastUsedAt: await databaseNow() } })
    const query = vi.spyOn(pool, 'query')
    const lookUps = () => query.mock.calls.length
    await Promise.all(Array.from({ length: 20 }, () => authenticate(token)))
    await authenticate(token)
    expect(lookUps()).toBe(1)
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1_001)
    await authenticate(token)
    expect(lookUps()).toBe(2)
    clock.mockRestore()
    forgetKeys()
    await authenticate(token)
    expect(lookUps()).toBe(3)
  })

  test('that fail are asked again', async () => {
    const { token } = await create()
    vi.spyOn(pool, 'query').mockRejectedValueOnce(new Error('away') as never)
    await expect(authenticate(token)).rejects.toThrow('away')
    await authenticate(token)
  })
})

test('the last use is written once a minute', async () => {
  const { key, token } = await create()
  const lastUse = async () => (await listApiKeys(context)).find(({ id }) => id === key.id)?.lastUsedAt ?? null
  const use = () => {
    forgetKeys()
    return authenticate(token)
  }
  await use()
  const first = await until('the use is written', lastUse)
  await moveClock(50)
  await use()
  expect(await lastUse()).toBe(first)
  await moveClock(20)
  await use()
  await until('the later use is written', async () => (await lastUse()) !== first)
})
