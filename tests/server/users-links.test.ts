import { afterEach, expect, test } from 'vitest'
import { prisma } from '#server/db.ts'
import type { Id } from '#server/ids.ts'
import { accountExists, consumeLink, createResetLink, createSetupLink, findLink } from '#server/users/links.ts'

const createUser = async () => {
  const user = await prisma.user.create({ data: { email: 'ada@example.com', name: 'Ada', passwordHash: 'none' } })
  return user.id as Id<'user'>
}
const consume = (token: string) => prisma.$transaction(client => consumeLink(client, token))

afterEach(async () => {
  await prisma.linkToken.deleteMany()
  await prisma.user.deleteMany()
})

test('a set-up link is valid until it is used, and only its hash is stored', async () => {
  const token = await createSetupLink()
  expect(token).toMatch(/^plink_[0-9A-Za-z]{32}$/)
  expect(await findLink(token!)).toEqual({ purpose: 'setup' })
  expect(JSON.stringify(await prisma.linkToken.findMany())).not.toContain(token)
  expect(await consume(token!)).toEqual({ purpose: 'setup' })
  expect(await findLink(token!)).toBeNull()
  expect(await consume(token!)).toBeNull()
})

test('an account makes every set-up link worthless', async () => {
  const earlier = await createSetupLink()
  await createUser()
  expect(await accountExists()).toBe(true)
  expect(await findLink(earlier!)).toBeNull()
  expect(await consume(earlier!)).toBeNull()
  expect(await createSetupLink()).toBeNull()
})

test('of two who use different set-up links at once, one makes the first account', async () => {
  const tokens = [await createSetupLink(), await createSetupLink()]
  const results = await Promise.all(
    tokens.map(token =>
      prisma.$transaction(async client => {
        const link = await consumeLink(client, token!)
        if (link) await client.user.create({ data: { email: `${token}@example.com`, name: 'Ada', passwordHash: 'none' } })
        return link
      }),
    ),
  )
  expect(results.filter(link => link !== null)).toHaveLength(1)
  expect(await prisma.user.count()).toBe(1)
})

test('a reset link names its account, ends after a day, and takes the account’s other links with it', async () => {
  const userId = await createUser()
  const now = new Date()
  const token = await createResetLink(userId, now)
  const other = await createResetLink(userId, now)
  expect(await findLink(token, new Date(now.getTime() + 24 * 3600 * 1000 - 1))).toEqual({ purpose: 'reset', userId })
  expect(await findLink(token, new Date(now.getTime() + 24 * 3600 * 1000))).toBeNull()
  expect(await consume(token)).toEqual({ purpose: 'reset', userId })
  expect(await findLink(other)).toBeNull()
})

test.each(['', 'plink_', `plink_${'!'.repeat(32)}`, `ptok_${'a'.repeat(32)}`, `plink_${'a'.repeat(33)}`])('%j is no link', async token => {
  expect(await findLink(token)).toBeNull()
})
