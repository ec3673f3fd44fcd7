import { spawn } from 'node:child_process'
import { childEnvironment } from '#cli/child-environment.ts'
import { type DataDirectory, openDataDirectory, recall, remember } from '#cli/data-directory.ts'
import { type EmbeddedDatabase, startEmbedded } from '#cli/embedded-database.ts'
import { runningInstance } from '#cli/instance.ts'
import { nextFreePort } from '#cli/ports.ts'
import type { Config } from '#server/config.ts'

const defaultPort = 8073

/** Starts the data directory's database, or attaches to it, and remembers its port. */
export async function openLocalDatabase(directory: DataDirectory): Promise<EmbeddedDatabase> {
  const port = await nextFreePort(recall(directory).ports?.database ?? defaultPort)
  const database = await startEmbedded({ dir: directory.database, port, password: directory.secrets.databasePassword })
  remember(directory, { ports: { database: Number(new URL(database.url).port) } })
  return database
}

/** What a process needs to work with the data directory's database; secrets that were set by hand are left alone. */
export function localVariables(directory: DataDirectory, database: EmbeddedDatabase, config: Config): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    DATABASE_DIRECT_URL: database.url,
    ...(config.secret ? {} : { POSTHORN_SECRET: directory.secrets.secret }),
    ...(config.encryptionKeys ? {} : { POSTHORN_ENCRYPTION_KEYS: directory.secrets.encryptionKeys }),
  }
}

/**
 * Runs a command's work with a database. With DATABASE_URL that is here and now. Otherwise the same command runs once more, as a child
 * that has the embedded database's address, which is stopped again unless a supervisor owns it. Without `migrate`, the work gets the
 * database as it is.
 */
export async function withDatabase(work: () => Promise<void>, { migrate = true } = {}): Promise<void> {
  const { config } = await import('#server/config.ts')
  if (config.databaseUrl === null) process.exitCode = await runAgain(config)
  else await runHere(work, migrate)
}

async function runHere(work: () => Promise<void>, migrate: boolean): Promise<void> {
  const { closePools, prisma } = await import('#server/db.ts')
  const { ensureMigrated } = await import('#cli/migrations.ts')
  try {
    if (migrate) await ensureMigrated()
    await work()
  } finally {
    await prisma.$disconnect()
    await closePools()
  }
}

async function runAgain(config: Config): Promise<number> {
  const directory = openDataDirectory(config.dataDir)
  const database = await openLocalDatabase(directory)
  try {
    return await runChild([...process.execArgv, ...process.argv.slice(1)], localVariables(directory, database, config))
  } finally {
    if (!database.attached && !runningInstance(directory)) await database.stop()
  }
}

function runChild(args: string[], variables: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: childEnvironment(variables) })
  // We outlive it, to stop the database.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}
