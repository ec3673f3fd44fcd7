import { Failure } from '#cli/failure.ts'
import { required } from '#server/config.ts'
import { pool } from '#server/db.ts'
import { migrate, migrationNames } from '#server/migrate.ts'

export type MigrationState = { applied: string[]; pending: string[] }

export async function migrationState(): Promise<MigrationState> {
  const applied = await appliedNames()
  return { applied, pending: (await migrationNames()).filter(name => !applied.includes(name)) }
}

async function appliedNames(): Promise<string[]> {
  const { rows: tables } = await pool.query<{ exists: boolean }>(`select to_regclass('_prisma_migrations') is not null as exists`)
  if (!tables[0]?.exists) return []
  const { rows } = await pool.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by migration_name',
  )
  return rows.map(row => row.migration_name)
}

/** Applies what is pending; its failures are told in a sentence. */
export async function migrateNow(): Promise<string[]> {
  try {
    return await migrate(required('databaseDirectUrl'))
  } catch (error) {
    if (error instanceof Error && !('code' in error) && error.constructor === Error) throw new Failure(error.message, { cause: error })
    throw error
  }
}

/**
 * Commands work on an empty database at once. One that is merely behind is left alone: changing it is a decision of whoever deploys.
 */
export async function ensureMigrated(): Promise<void> {
  const { applied, pending } = await migrationState()
  if (applied.length === 0) await migrateNow()
  else if (pending.length > 0) throw new Failure(`The database is behind this Posthorn by ${pending.join(', ')}. Run \`posthorn migrate\`.`)
}
