import { afterAll, beforeEach, expect, test } from 'vitest'
import { systemContext } from '#server/auth/system.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { createEnvironment } from '#server/environments/mutations.ts'
import { listEnvironments } from '#server/environments/queries.ts'
import { reservedSlugs } from '#server/environments/schema.ts'
import { seedEnvironment } from '#tests/support/seed.ts'

let context: Context
beforeEach(async () => {
  context = await seedEnvironment()
})
afterAll(() => pool.end())

const create = (slug: string, name?: string) => createEnvironment(context, { slug, ...(name === undefined ? {} : { name }) }, prisma)

test('is made with its defaults: https only, named as its slug', async () => {
  expect(await create('staging')).toMatchObject({ id: expect.stringMatching(/^env_/), slug: 'staging', name: 'staging', allowHttp: false })
  expect(await create('live', 'Live')).toMatchObject({ name: 'Live' })
  expect((await listEnvironments(context)).map(({ slug }) => slug)).toEqual(['test', 'staging', 'live'])
})

test('a slug is taken once per organization', async () => {
  await create('staging')
  await expect(create('staging')).rejects.toMatchObject({ code: 'conflict' })
  const other = await seedEnvironment()
  await createEnvironment(other, { slug: 'staging' }, prisma)
})

test.each(['', 'Staging', 'a b', 'a'.repeat(33), '_next', ...reservedSlugs])('refuses the slug %j', async slug => {
  await expect(create(slug)).rejects.toThrow()
})

test('there is no context for an environment that is not there', async () => {
  await expect(systemContext('00000000-0000-7000-8000-000000000000', 'test')).rejects.toMatchObject({ code: 'not_found' })
})
