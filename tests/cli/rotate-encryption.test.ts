import { randomBytes } from 'node:crypto'
import { afterAll, expect, test, vi } from 'vitest'
import { createKeyring, decrypt, encrypt } from '#server/crypto.ts'
import { closePools, prisma } from '#server/db.ts'
import { runCommand } from '#tests/support/command.ts'
import { seedMerchant } from '#tests/support/seed.ts'

vi.setConfig({ testTimeout: 60_000 })
afterAll(closePools)

const oldKey = process.env.POSTHORN_ENCRYPTION_KEYS ?? ''
const newKey = randomBytes(32).toString('base64')
const onlyNew = createKeyring([Buffer.from(newKey, 'base64')])

test('every secret can be read with the first key alone afterwards, and says what it said', async () => {
  const merchant = await seedMerchant()
  const ids = [
    await merchant.addEndpoint('https://ada:s3cret@example.com/hooks', { headers: { authorization: 'Bearer x' } }),
    await merchant.addEndpoint('https://example.com/plain'),
  ]
  const before = await prisma.endpoint.findMany({ where: { id: { in: ids } } })
  const variablesPlace = { table: 'endpoint_transformation', column: 'variables', id: ids[0]! }
  const variables = encrypt(createKeyring([Buffer.from(oldKey, 'base64')]), variablesPlace, '{"token":"t"}')
  await prisma.endpointTransformation.create({ data: { endpointId: ids[0]!, variables } })
  const { environmentId } = merchant.context
  const searchPlace = { table: 'search_key', column: 'value', id: environmentId }
  const searchKey = encrypt(createKeyring([Buffer.from(oldKey, 'base64')]), searchPlace, 'k')
  await prisma.$executeRaw`insert into search_key (environment_id, value) values (${environmentId}::uuid, ${searchKey})`
  // What a process with the new key has written since stays as it is.
  const third = await merchant.addEndpoint('https://example.com/new')
  const secrets = encrypt(onlyNew, { table: 'endpoint', column: 'secrets', id: third }, '[]')
  await prisma.endpoint.update({ where: { id: third }, data: { secrets } })

  const { code, stdout, stderr } = await runCommand(['rotate-encryption', '--json'], { POSTHORN_ENCRYPTION_KEYS: `${newKey},${oldKey}` })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({ rewritten: 6, left: 0 })

  const onlyOld = createKeyring([Buffer.from(oldKey, 'base64')])
  for (const row of before) {
    const after = await prisma.endpoint.findUniqueOrThrow({ where: { id: row.id } })
    for (const column of ['secrets', 'headers', 'credentials'] as const) {
      const place = { table: 'endpoint', column, id: row.id }
      expect(after[column] && decrypt(onlyNew, place, after[column])).toBe(row[column] && decrypt(onlyOld, place, row[column]))
    }
  }
  const transformation = await prisma.endpointTransformation.findUniqueOrThrow({ where: { endpointId: ids[0]! } })
  expect(decrypt(onlyNew, variablesPlace, transformation.variables!)).toBe('{"token":"t"}')
  const [kept] = await prisma.$queryRaw<{ value: string }[]>`select value from search_key where environment_id = ${environmentId}::uuid`
  expect(decrypt(onlyNew, searchPlace, kept!.value)).toBe('k')
  expect((await prisma.endpoint.findUniqueOrThrow({ where: { id: third } })).secrets).toBe(secrets)

  const again = await runCommand(['rotate-encryption', '--json'], { POSTHORN_ENCRYPTION_KEYS: `${newKey},${oldKey}` })
  expect(JSON.parse(again.stdout)).toEqual({ rewritten: 0, left: 0 })
})

test('without the key that a secret needs, it says so and changes nothing', async () => {
  const merchant = await seedMerchant()
  const id = await merchant.addEndpoint('https://example.com/hooks')
  const before = await prisma.endpoint.findUniqueOrThrow({ where: { id } })
  const { code, stderr } = await runCommand(['rotate-encryption'], { POSTHORN_ENCRYPTION_KEYS: newKey })
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^endpoint\.\w+ of \S+ was encrypted with key \w+, which is not in POSTHORN_ENCRYPTION_KEYS\. This value was not changed\.\n$/,
  )
  expect((await prisma.endpoint.findUniqueOrThrow({ where: { id } })).secrets).toBe(before.secrets)
})
