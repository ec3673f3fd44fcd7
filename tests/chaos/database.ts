import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import pg from 'pg'
import { type EmbeddedDatabase, startEmbedded } from '#cli/embedded-database.ts'
import { until } from '#tests/support/until.ts'

/** The PostgreSQL of a run: a real server that can be killed, stopped, frozen and started again, on the same port and data. */
export type Database = {
  url: string
  query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>
  start: () => Promise<void>
  stop: () => Promise<void>
  /** kill -9 of the server and of every process of it: nothing is written or said any more. */
  kill: () => Promise<void>
  /** SIGSTOP: connections stay open and nothing answers. */
  freeze: () => void
  thaw: () => void
}

type Options = { dir: string; port: number; password: string }

/** The servers of this run and the directories that are theirs. */
const running = new Map<Options, EmbeddedDatabase>()

/** Nothing may outlive the run, however it ends. The server is in a session of its own, so it does not die with us. */
export function killDatabases(): void {
  for (const [{ dir }, { pid, dataDirectory }] of running) {
    for (const member of family(pid)) signal(member, 'SIGKILL')
    for (const path of [dataDirectory, dirname(dir)]) rmSync(path, { recursive: true, force: true })
  }
}

/** `dir` lies in a directory of the run's own. */
export async function createDatabase(options: Options): Promise<Database> {
  let server = await startEmbedded(options)
  running.set(options, server)
  let frozen: number[] = []

  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: server.url, connectionTimeoutMillis: 10_000, query_timeout: 60_000 })
    client.on('error', () => {}) // it may be killed while we look
    await client.connect()
    try {
      return (await client.query<Row>(text, values)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }

  const thaw = () => {
    for (const pid of frozen.splice(0)) signal(pid, 'SIGCONT')
  }

  return {
    url: server.url,
    query,
    start: async () => {
      server = await startEmbedded(options)
      running.set(options, server)
      await until(
        'the database answers',
        () =>
          query('select').then(
            () => true,
            () => false,
          ),
        30_000,
      )
    },
    stop: async () => {
      thaw()
      await server.stop()
      running.delete(options)
    },
    kill: async () => {
      for (const pid of family(server.pid)) signal(pid, 'SIGKILL')
      await server.exited
    },
    freeze: () => {
      frozen = family(server.pid)
      for (const pid of frozen) signal(pid, 'SIGSTOP')
    },
    thaw,
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone already
  }
}

/** A process and its children. The server first, so that it starts no more of them. Linux only, as the embedded server's signals are. */
function family(parent: number): number[] {
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => parentOf(pid) === parent)
  return [parent, ...children]
}

function parentOf(pid: number): number | null {
  try {
    // The name, in parentheses, may hold spaces; state and parent follow it.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return Number(parent)
  } catch {
    return null
  }
}
