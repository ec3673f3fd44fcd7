import { afterAll, expect, test, vi } from 'vitest'
import { authenticateKey } from '#server/auth/api-key.ts'
import { closePools, prisma } from '#server/db.ts'
import { findLink } from '#server/users/links.ts'
import { runCommand } from '#tests/support/command.ts'

vi.setConfig({ testTimeout: 60_000 }) // each command is a process of its own
afterAll(closePools)

/** The printed JSON of a command that succeeds. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await runCommand([...args, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(args)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  return stderr
}

test('an environment and a key are enough to begin, on a database without an organization', async () => {
  const made = await json('environment', 'create', 'staging')
  expect(made).toMatchObject({ organization: 'default', slug: 'staging', name: 'staging', allowHttp: false })
  const key = await json('key', 'create', '--environment', 'staging')
  expect(key).toMatchObject({ scope: 'admin', revokedAt: null, expiresAt: null })
  expect(key.token).toMatch(/^ph_staging_[0-9A-Za-z]{32}$/)
  const { environmentId } = await authenticateKey(`Bearer ${key.token}`)
  expect((await prisma.environment.findUniqueOrThrow({ where: { id: environmentId } })).slug).toBe('staging')
})

test('environments are listed with their organization', async () => {
  await json('environment', 'create', 'listed', '--name', 'Listed', '--allow-http')
  expect(await json('environment', 'list')).toContainEqual(
    expect.objectContaining({ organization: 'default', slug: 'listed', allowHttp: true }),
  )
  expect((await runCommand(['environment', 'list'])).stdout).toMatch(/^ORGANIZATION +SLUG +NAME.*^default +listed +Listed/ms)
})

test('keys are listed without their tokens, and revoked', async () => {
  await json('environment', 'create', 'keys')
  const key = await json('key', 'create', '--environment', 'keys', '--name', 'billing', '--scope', 'viewer', '--expires', '90d')
  const days = (Date.parse(key.expiresAt) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(89.9)
  expect(days).toBeLessThanOrEqual(90)

  const { stdout } = await runCommand(['key', 'list', '--environment', 'keys'])
  expect(stdout).toContain(key.id)
  expect(stdout).not.toContain(key.token)

  expect((await json('key', 'revoke', key.id, '--environment', 'keys')).revokedAt).not.toBeNull()
  await expect(authenticateKey(`Bearer ${key.token}`)).rejects.toThrow('The API key was revoked.')
})

test('what is not there, or is there already, is said in one sentence', async () => {
  await json('environment', 'create', 'twice')
  expect(await refusal('environment', 'create', 'twice')).toBe('There is an environment twice already.\n')
  expect(await refusal('environment', 'create', 'Capital')).toMatch(/^The slug is refused: .*\n$/)
  expect(await refusal('environment', 'create', 'x', '--organization', 'nobody')).toBe('Organization nobody not found\n')
  expect(await refusal('key', 'create', '--environment', 'missing')).toBe('Environment missing not found\n')
  expect(await refusal('key', 'revoke', 'key_nonsense', '--environment', 'twice')).toBe('Entity not found\n')
})

test('an environment of the same slug in another organization must be told apart', async () => {
  await json('environment', 'create', 'shared')
  await prisma.organization.create({
    data: { slug: 'other', name: 'Other', environments: { create: { slug: 'shared', name: 'Shared', retrySchedule: [] } } },
  })
  expect(await refusal('key', 'create', '--environment', 'shared')).toMatch(/Several organizations/)
  expect((await json('key', 'create', '--environment', 'shared', '--organization', 'other')).token).toMatch(/^ph_shared_/)
  await prisma.apiKey.deleteMany({ where: { environment: { organization: { slug: 'other' } } } })
  await prisma.environment.deleteMany({ where: { organization: { slug: 'other' } } })
  await prisma.organization.delete({ where: { slug: 'other' } })
})

test('user reset gives the set-up link first, then links for a new password', async () => {
  const setup = await json('user', 'reset')
  expect(setup.purpose).toBe('setup')
  const token = (link: string) => new URL(link).hash.slice(1)
  expect(await findLink(token(setup.link))).toEqual({ purpose: 'setup' })

  const user = await prisma.user.create({ data: { email: 'Ada@example.com', name: 'Ada', passwordHash: 'none' } })
  const reset = await json('user', 'reset', 'ada@example.com')
  expect(reset).toMatchObject({ purpose: 'reset', email: 'Ada@example.com' })
  expect(await findLink(token(reset.link))).toEqual({ purpose: 'reset', userId: user.id })
  expect(await refusal('user', 'reset', 'bob@example.com')).toBe('There is no account of bob@example.com.\n')
  await prisma.user.create({ data: { email: 'bob@example.com', name: 'Bob', passwordHash: 'none' } })
  expect(await refusal('user', 'reset')).toMatch(/several accounts/)
})

test('migrating a database that is up to date does nothing', async () => {
  expect(await json('migrate')).toEqual({ applied: [] })
})
