import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { installQueue } from '#server/queue.ts'

const directory = new URL('../prisma/migrations/', import.meta.url)
const prismaLockKey = 72_707_369 // the advisory lock that `prisma migrate deploy` takes

/**
 * Applies prisma/migrations/<name>/migration.sql in order, forward only, after pg-boss's own schema, under Prisma's advisory lock
 * and with Prisma's bookkeeping, so that `prisma migrate status` agrees where its engine is installed.
 * Each file runs in one transaction: it is applied whole or not at all.
 * Returns the names of what was applied now.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    if (Number(rows[0]?.version) < 150_000)
      throw new Error(`Posthorn needs PostgreSQL 15 or later; this server has version number ${rows[0]?.version}.`)
    await client.query('select pg_advisory_lock($1)', [prismaLockKey])
    await installQueue(connectionString, client)
    await client.query(`create table if not exists _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null,
      finished_at timestamptz, migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
      started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`)
    return await applyPending(client)
  } finally {
    await client.end()
  }
}

async function applyPending(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  )
  const known = new Map(rows.map(row => [row.migration_name, row]))
  const applied: string[] = []
  for (const name of await migrationNames()) {
    const sql = await readFile(new URL(`${name}/migration.sql`, directory), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    const earlier = known.get(name)
    if (earlier?.finished_at && earlier.checksum !== checksum)
      throw new Error(`Migration ${name} was edited after it was applied; restore the file and put the change into a new migration.`)
    if (earlier?.finished_at) continue
    await apply(client, name, sql, checksum)
    applied.push(name)
  }
  return applied
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed and was undone: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

/** All that there are, in their order. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}
