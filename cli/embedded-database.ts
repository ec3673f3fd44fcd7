import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Failure } from '#cli/failure.ts'
import { findPlace, makePrivate, type Place } from '#cli/postgres-place.ts'

export type EmbeddedOptions = {
  /** Data directory, made when it is missing. */
  dir: string
  /** Used when it is not running yet; a running one keeps its own. */
  port: number
  password: string
  settings?: Record<string, string | number>
}

export type EmbeddedDatabase = {
  url: string
  /** It was running already: another process's, or what a killed supervisor left behind. */
  attached: boolean
  pid: number
  /** Where the data really is; as root that may be elsewhere (`notice` says so). */
  dataDirectory: string
  notice: string | null
  /** Resolves with the reason when the server is gone, whoever ended it. */
  exited: Promise<string>
  /** Ends it and waits until it is gone. Also an attached one, so only its owner may call it: who merely visits does nothing. */
  stop: () => Promise<void>
}

const startDeadlineMs = 20_000
const stopDeadlineMs = 30_000

/** Attaches to the PostgreSQL of `dir` when it is alive; otherwise recovers what a killed one left, and starts it. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = findPlace(options.dir)
  const running = await findRunning(place, options.password)
  if (running) return running
  if (!existsSync(join(place.data, 'PG_VERSION'))) initialize(place, options.password)
  refuseOtherVersion(place)
  return await launch(place, options)
}

const urlOf = (port: number, password: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`

/** The lock file of a server: its process and port. It outlives a killed server, so it proves nothing by itself. */
function readLock(data: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]) }
  } catch {
    return null
  }
}

async function findRunning(place: Place, password: string): Promise<EmbeddedDatabase | null> {
  const lock = readLock(place.data)
  if (!lock?.port || !(await answers(lock.port, password, place.data))) return null
  const exited = pollUntilGone(place.data, lock.pid)
  const stop = async () => {
    signal(lock.pid)
    await within(exited, stopDeadlineMs)
  }
  return { ...describe(place, urlOf(lock.port, password), lock.pid), attached: true, exited, stop }
}

const describe = (place: Place, url: string, pid: number) => ({ url, pid, dataDirectory: place.data, notice: place.notice })

/** Whether the server on this port is the one of this data directory. */
async function answers(port: number, password: string, data: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, password), connectionTimeoutMillis: 1_000 })
  client.on('error', () => {}) // it may go away while we look
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === realpathSync(data)
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** initdb aside and rename: a killed first start leaves no half of a database. */
function initialize(place: Place, password: string): void {
  const aside = `${place.data}.new`
  const passwordFile = `${place.data}.password`
  rmSync(aside, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  makePrivate(aside, place.account)
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
    if (place.account.uid !== undefined && place.account.gid !== undefined) chownSync(passwordFile, place.account.uid, place.account.gid)
    const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const made = spawnSync(place.initdb, ['-D', aside, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, ...locale], {
      ...place.account,
      cwd: '/',
      encoding: 'utf8',
    })
    if (made.status !== 0) throw new Failure(`PostgreSQL's initdb failed: ${(made.error?.message ?? made.stderr).trim()}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(aside, place.data)
}

function refuseOtherVersion(place: Place): void {
  const data = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim()
  const binary = /\(PostgreSQL\) (\d+)/.exec(
    spawnSync(place.postgres, ['--version'], { ...place.account, cwd: '/', encoding: 'utf8' }).stdout,
  )
  if (binary && binary[1] !== data)
    throw new Failure(
      `${place.data} was made by PostgreSQL ${data}, and this Posthorn brings ${binary[1]}. Move it away, or dump and restore it.`,
    )
}

async function launch(place: Place, { port, password, settings = {} }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const fixed = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    wal_level: 'logical',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  const flags = Object.entries({ ...fixed, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const deadline = Date.now() + startDeadlineMs
  while (true) {
    removeStaleLock(place.data)
    const server = run(place, flags)
    while (!server.gone() && Date.now() < deadline) {
      if (await answers(port, password, place.data)) return started(place, server, urlOf(port, password))
      await wait(50)
    }
    server.child.kill('SIGQUIT')
    const reason = await server.exited
    // The processes of a killed predecessor hold its shared memory for a second or two: this failure alone passes by itself.
    if (Date.now() > deadline || !/postmaster\.pid|shared memory/.test(reason)) throw new Failure(`PostgreSQL did not start: ${reason}`)
    await wait(500)
  }
}

type Server = { child: ChildProcess; exited: Promise<string>; gone: () => boolean }

function run(place: Place, flags: string[]): Server {
  // A group of its own: Ctrl-C reaches only us, and we stop the database last.
  const child = spawn(place.postgres, ['-D', place.data, ...flags], {
    ...place.account,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let lastWords = ''
  let isGone = false
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000)
  })
  const exited = new Promise<string>(resolve => {
    const leave = (reason: string) => {
      isGone = true
      const cause = causeIn(lastWords)
      resolve(cause === '' ? reason : `${reason} (${cause})`)
    }
    child.on('error', error => leave(error.message))
    child.on('close', (code, signal) => leave(signal ? `was ended by ${signal}` : `ended with code ${code}`))
  })
  return { child, exited, gone: () => isGone }
}

/** What PostgreSQL died of: the last line that says so, without what followed from it. */
function causeIn(log: string): string {
  const lines = log.trim().split('\n')
  const fatal = lines.findLast(line => /(FATAL|PANIC):/.test(line) && !/terminating connection|is starting up/.test(line))
  return (fatal ?? (/(LOG|FATAL):/.test(log) ? '' : (lines.at(-1) ?? ''))).replace(/^.*?(FATAL|PANIC): +/, '')
}

function started(place: Place, server: Server, url: string): EmbeddedDatabase {
  const stop = async () => {
    if (!server.gone()) server.child.kill('SIGINT') // fast shutdown: ends sessions, writes a checkpoint
    await within(server.exited, stopDeadlineMs)
  }
  return { ...describe(place, url, server.child.pid ?? 0), attached: false, exited: server.exited, stop }
}

/**
 * A lock whose process number now belongs to something else, as happens in containers, would keep PostgreSQL from starting for ever.
 * Only a lock whose holder is certainly not PostgreSQL is removed; on doubt PostgreSQL itself decides.
 */
function removeStaleLock(data: string): void {
  const lock = readLock(data)
  if (!lock || process.platform === 'win32') return
  const holder = spawnSync('ps', ['-p', String(lock.pid), '-o', 'args='], { encoding: 'utf8' })
  if (holder.error || holder.stdout.trim() === '' || /postgres/.test(holder.stdout)) return
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // gone already
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Not our child, so there is no exit event. Its lock file goes last of all, and sooner than the process number of an orphan that
 * nobody waits for. The timer does not keep a process alive that has nothing else to do.
 */
async function pollUntilGone(data: string, pid: number): Promise<string> {
  while (isAlive(pid) && readLock(data)?.pid === pid) await wait(100, undefined, { ref: false })
  return 'ended'
}

async function within(exited: Promise<string>, limitMs: number): Promise<void> {
  const limit = new AbortController()
  const late = wait(limitMs, 'late', { signal: limit.signal }).catch(() => 'in time')
  const result = await Promise.race([exited, late])
  limit.abort()
  if (result === 'late') throw new Failure(`PostgreSQL did not stop within ${limitMs / 1000} s.`)
}
