import { type Finding, ok, problem, warning } from '#cli/doctor/finding.ts'
import { encryptionKeyIds, partitionWeeks, serverVersion } from '#cli/doctor/sql.ts'
import { explain } from '#cli/failure.ts'
import { migrationState } from '#cli/migrations.ts'
import { config } from '#server/config.ts'
import { createKeyring } from '#server/crypto.ts'
import { pool } from '#server/db.ts'
import { getHealth } from '#server/health/queries.ts'
import { accountExists } from '#server/users/links.ts'

const fewWeeks = 2
const longWaitSeconds = 60

/** What the database says. Where one answer makes the following impossible, they are left out. */
export async function examineDatabase(): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    findings.push(await server())
    findings.push(await migrations())
    if (findings.some(({ state }) => state === 'problem')) return findings
    findings.push(await partitions(), ...(await secrets()), await accounts(), ...(await work()))
  } catch (error) {
    findings.push(problem('database', explain(error), 'check DATABASE_URL and the server it names'))
  }
  return findings
}

async function server(): Promise<Finding> {
  const { rows } = await pool.query<{ number: number; version: string }>(serverVersion)
  const { number = 0, version = 'unknown' } = rows[0] ?? {}
  if (number < 150_000) return problem('database', `PostgreSQL ${version}, which is too old`, 'use PostgreSQL 15 or later')
  return ok('database', `PostgreSQL ${version}`)
}

async function migrations(): Promise<Finding> {
  const { applied, pending } = await migrationState()
  if (applied.length === 0) return problem('migrations', 'the database is empty', 'posthorn migrate')
  if (pending.length > 0) return problem('migrations', `${pending.join(', ')} not applied`, 'posthorn migrate')
  return ok('migrations', `${applied.length} applied, none pending`)
}

async function partitions(): Promise<Finding> {
  const { rows } = await pool.query<{ parent: string; weeks: number }>(partitionWeeks)
  const short = rows.filter(({ weeks }) => weeks < fewWeeks)
  if (short.length === 0) return ok('partitions', `made ${Math.min(...rows.map(({ weeks }) => weeks))} weeks ahead`)
  return problem(
    'partitions',
    short.map(({ parent, weeks }) => `${parent}: ${weeks} weeks ahead`).join(', '),
    'a worker makes them; start one, and read its log if one runs. Without them nothing can be accepted from the week on that is missing',
  )
}

async function secrets(): Promise<Finding[]> {
  const findings: Finding[] = []
  if (config.secret === null) findings.push(problem('secrets', 'POSTHORN_SECRET is not set', 'openssl rand -base64 32 makes one; keep it'))
  if (config.encryptionKeys === null)
    return [...findings, problem('encryption', 'POSTHORN_ENCRYPTION_KEYS is not set', 'openssl rand -base64 32 makes a key; keep it')]
  const { byId, current } = createKeyring(config.encryptionKeys)
  const { rows } = await pool.query<{ key_id: string; count: number }>(encryptionKeyIds)
  const lost = rows.filter(row => !byId.has(row.key_id)).reduce((sum, row) => sum + row.count, 0)
  const older = rows.filter(row => row.key_id !== current.id).reduce((sum, row) => sum + row.count, 0)
  if (lost > 0)
    return [
      ...findings,
      problem('encryption', `${lost} endpoints' secrets need a key that is not given`, 'add it to POSTHORN_ENCRYPTION_KEYS'),
    ]
  if (older > 0) return [...findings, warning('encryption', `${older} endpoints use an older key`, 'posthorn rotate-encryption')]
  return [...findings, ok('encryption', 'every stored secret can be read with the first key')]
}

async function accounts(): Promise<Finding> {
  if (await accountExists()) return ok('accounts', 'there is one')
  return warning(
    'accounts',
    'nobody can sign in to the dashboard yet',
    'posthorn user reset prints the link that creates the first account',
  )
}

async function work(): Promise<Finding[]> {
  const { workerCount, workerSeenAt, oldestDueSeconds } = await getHealth()
  const seen = workerSeenAt ? `the last one was seen ${workerSeenAt.toISOString()}` : 'none has ever run'
  const waits = `the oldest due delivery has waited ${Math.round(oldestDueSeconds)} s`
  return [
    workerCount > 0
      ? ok('workers', `${workerCount} alive`)
      : warning('workers', `none alive; ${seen}`, 'npm start, or posthorn worker: messages are accepted and wait meanwhile'),
    oldestDueSeconds > longWaitSeconds
      ? problem('queue', waits, 'start workers, or more of them; their log says what holds them up')
      : ok('queue', oldestDueSeconds === 0 ? 'nothing waits' : waits),
  ]
}
