import { randomBytes } from 'node:crypto'
import type { Context, Role } from '#server/context.ts'
import type { Person } from '#tests/e2e/support/fixtures.ts'

/**
 * What a person can't do over HTTP yet: done with Posthorn's own functions on the stack's database. Loaded late, because Playwright reads
 * the tests before the stack, and with it the variables, is there.
 */
export async function makeSetupLink(): Promise<string> {
  const { createSetupLink } = await import('#server/users/links.ts')
  const link = await createSetupLink()
  if (link === null) throw new Error('there is an account already')
  return link
}

export async function makeTenant(name: string) {
  const { createApiKey } = await import('#server/api-keys/mutations.ts')
  const { prisma } = await import('#server/db.ts')
  const { seedEnvironment } = await import('#tests/support/seed.ts')
  const context = await seedEnvironment()
  const { slug, organization } = await prisma.environment.update({
    where: { id: context.environmentId },
    data: { name: 'Production', organization: { update: { name } } },
    include: { organization: true },
  })
  const { token } = await createApiKey(context, { name: 'e2e', scope: 'admin' }, prisma)
  return { path: `/${organization.slug}/${slug}/messages`, token, addPerson: (role: Role) => makePerson(context, role) }
}

/** As if its days were over. */
export async function expirePayload(message: string): Promise<void> {
  const { pool } = await import('#server/db.ts')
  const { parseId } = await import('#server/ids.ts')
  await pool.query(`update message set expires_at = now() - interval '1 second' where id = $1`, [parseId('message', message)])
}

/** What would have been recorded of an endpoint in the hours before: some 2,000 deliveries in each, of which a share failed. */
export async function recordHistory(endpoint: string, hours: number, failed = 0): Promise<void> {
  const { pool } = await import('#server/db.ts')
  const { parseId } = await import('#server/ids.ts')
  await pool.query(
    `insert into delivery_stat_hour (hour, endpoint_id, outcome, bucket, application_id, environment_id, count, total_us)
     select date_trunc('hour', now(), 'UTC') - make_interval(hours => ago), e.id, outcome, bucket, a.id, a.environment_id, count, count * 20000
     from generate_series(1, $2::int) ago
     cross join lateral (select (2000 + 900 * sin(ago / 4.0) + 200 * sin(ago * 7.1))::int as rate) r
     cross join lateral (values (2, 20 + ago % 3, rate), (2, 31 + ago % 4, rate / 12),
       (1, 24, (rate * $3::float8 * 5)::int), (3, 24, (rate * $3::float8)::int)) o(outcome, bucket, count)
     cross join endpoint e join application a on a.id = e.application_id
     where e.id = $1 and count > 0`,
    [parseId('endpoint', endpoint), hours, failed],
  )
  await pool.query(
    `insert into delivery_stat_environment as v (environment_id, hour, outcome, bucket, count)
     select environment_id, hour, outcome, bucket, count from delivery_stat_hour
     where endpoint_id = $1 and hour < date_trunc('hour', now(), 'UTC')
     on conflict (environment_id, hour, outcome, bucket) do update set count = v.count + excluded.count`,
    [parseId('endpoint', endpoint)],
  )
}

async function makePerson({ organizationId }: Context, role: Role): Promise<Person> {
  const { hashPassword } = await import('#server/auth/password.ts')
  const { prisma } = await import('#server/db.ts')
  const password = randomBytes(12).toString('hex')
  const email = `${role}-${randomBytes(4).toString('hex')}@example.com`
  await prisma.user.create({
    data: { email, name: `Test ${role}`, passwordHash: await hashPassword(password), members: { create: { organizationId, role } } },
  })
  return { email, password }
}

/** A demo beside the environment of a tenant, by the path of its messages. */
export async function addDemo(path: string): Promise<void> {
  const { systemContext } = await import('#server/auth/system.ts')
  const { prisma } = await import('#server/db.ts')
  const { seedDemo } = await import('#server/demo/seed.ts')
  const organization = await prisma.organization.findUniqueOrThrow({ where: { slug: path.split('/')[1] } })
  const { id } = await prisma.environment.create({
    data: { organizationId: organization.id, slug: 'demo', name: 'Demo', demo: true, allowHttp: true, retrySchedule: [] },
  })
  await seedDemo(await systemContext(id, 'test'), process.env.POSTHORN_RECEIVER ?? '', new Date())
}
