import { createHash, randomBytes } from 'node:crypto'
import type { Cluster, Database } from '#bench/machine/database.ts'
import { freePort } from '#bench/machine/processes.ts'
import { type Stack, startStack } from '#bench/stacks/stack.ts'
import { randomToken } from '#server/ids.ts'
import { migrate } from '#server/migrate.ts'

/** Posthorn as it is installed: `server/main.ts`, `worker/main.ts`, and a database that was migrated. */
export async function startPosthorn(cluster: Cluster, profileTo: string | null = null): Promise<Stack> {
  const secrets = newSecrets()
  return startStack(cluster, {
    name: 'posthorn',
    scripts: { web: 'server/main.ts', worker: 'worker/main.ts' },
    install: installPosthorn,
    variables: async () => ({ POSTHORN_WORKER_PORT: String(await freePort()), POSTHORN_ALLOW_SUBNETS: '127.0.0.0/8', ...secrets }),
    profileTo,
  })
}

export const newSecrets = () => ({
  POSTHORN_SECRET: randomBytes(32).toString('base64'),
  POSTHORN_ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
})

/** The tables and a tenant. Resolves with the token of its API key. */
export async function installPosthorn(database: Database): Promise<string> {
  await migrate(database.url)
  return createTenant(database)
}

/** An organization, an environment that allows http, and an API key of it. Resolves with the key's token. */
async function createTenant({ client }: Database): Promise<string> {
  const token = `ph_bench_${randomToken()}`
  await client.query(
    `with o as (insert into organization (slug, name) values ('bench', 'Bench') returning id),
       e as (insert into environment (organization_id, slug, name, allow_http) select id, 'bench', 'Bench', true from o returning id)
     insert into api_key (environment_id, name, prefix, hash, scope) select id, 'Bench', $1, $2, 'admin' from e`,
    [token.slice(0, 13), createHash('sha256').update(token).digest()],
  )
  return token
}
