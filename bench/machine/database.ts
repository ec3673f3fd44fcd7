import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { onEnd } from '#bench/machine/endings.ts'
import { freePort } from '#bench/machine/processes.ts'
import { startEmbedded } from '#cli/embedded-database.ts'

/** The PostgreSQL of the session: as `npm start` runs it, durable, and counting statements. */
export type Cluster = { pid: number; version: string; createDatabase: () => Promise<Database> }

export type Database = {
  url: string
  client: pg.Client
  resetStatements: () => Promise<void>
  /** Statements that web and worker have sent since the reset; BEGIN, COMMIT and NOTIFY count. */
  countStatements: () => Promise<number>
  topStatements: (limit: number) => Promise<Statement[]>
  /** Statistics of the tables, as autovacuum makes them within a minute; not of the queue's, which are empty when we can ask. */
  analyze: () => Promise<void>
  now: () => Promise<Date>
  /** Ends what is still connected. */
  drop: () => Promise<void>
}

export type Statement = { calls: number; totalMs: number; rows: number; text: string }

const settings = { fsync: 'on', synchronous_commit: 'on', shared_preload_libraries: 'pg_stat_statements' }

export async function startCluster(): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  await chmod(directory, 0o711) // started by root, PostgreSQL runs as another account, which must get to its data
  const removeDirectory = () => rm(directory, { recursive: true, force: true })
  onEnd(removeDirectory, () => {})
  const password = randomBytes(16).toString('hex')
  const server = await startEmbedded({ dir: join(directory, 'db'), port: await freePort(), password, settings })
  onEnd(server.stop, () => kill(server.pid))

  const admin = await connect(server.url)
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  let databases = 0
  return {
    pid: server.pid,
    version: rows[0]!.server_version,
    createDatabase: async () => {
      const name = `bench_${++databases}`
      await admin.query(`create database ${name}`)
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return openDatabase(url.href, () => admin.query(`drop database ${name} with (force)`))
    },
  }
}

/** Immediate shutdown: there is nothing in it that anybody wants. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // gone already
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {}) // at the end the server goes first
  await client.connect()
  return client
}

// Ours, and the look-ups of foreign keys, which nobody sends.
const foreign = '(pg_stat_statements|^checkpoint|^analyze|^select 1 from only )'
const ofThisDatabase = `from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
  and query !~* '${foreign}'`

async function openDatabase(url: string, dropDatabase: () => Promise<unknown>): Promise<Database> {
  const client = await connect(url)
  await client.query('create extension pg_stat_statements')
  return {
    url,
    client,
    resetStatements: async () => {
      await client.query('select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)')
    },
    countStatements: async () => {
      const { rows } = await client.query<{ calls: number }>(`select coalesce(sum(calls), 0)::float8 as calls ${ofThisDatabase}`)
      return rows[0]!.calls
    },
    topStatements: async limit => {
      const { rows } = await client.query<Statement>(
        `select calls::float8, total_exec_time as "totalMs", rows::float8, query as text ${ofThisDatabase} order by total_exec_time desc limit $1`,
        [limit],
      )
      return rows
    },
    analyze: async () => {
      const { rows } = await client.query<{ name: string }>(
        `select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
      )
      await client.query(`analyze ${rows.map(row => row.name).join(', ')}`)
    },
    now: async () => (await client.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now,
    drop: async () => {
      await client.end()
      await dropDatabase()
    },
  }
}
