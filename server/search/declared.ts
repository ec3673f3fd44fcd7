import { randomBytes } from 'node:crypto'
import { decrypt, encrypt, type Place } from '#server/crypto.ts'
import { pool } from '#server/db.ts'
import { keyring } from '#server/keyring.ts'
import { log } from '#server/log.ts'
import { once } from '#server/process.ts'
import { createValueHash } from '#server/search/hash.ts'
import { parsePath, type Step } from '#server/search/path.ts'
import { type DeclaredRow, makeSearchKey, readDeclared } from '#server/search/sql.ts'

/** What an environment's event types declare. `hash`: of its values; null: nothing is declared, or the key can't be read. */
export type Declared = { hash: ((text: string) => string) | null; paths: ReadonlyMap<string, { label: string; steps: Step[] }[]> }

const freshMs = 1_000
const usableMs = 2_000
const maxKept = 10_000

type Kept = { at: number; found: Promise<Declared> }
const kept = () => once('search paths', () => new Map<string, Kept>())

/**
 * Every message asks, so the answer is kept: for a second it is believed, and for another one it still serves whoever comes while it is
 * looked up again. Under load nobody waits for it, and what somebody declares is heeded within two seconds.
 */
export function declaredIn(environmentId: string): Promise<Declared> {
  const earlier = kept().get(environmentId)
  const now = performance.now()
  if (earlier && now - earlier.at < freshMs) return earlier.found
  if (kept().size >= maxKept) kept().clear()
  const found = load(environmentId)
  const mine = { at: now, found }
  kept().set(environmentId, mine)
  // A failed look-up is nobody's answer: the next message asks again.
  found.catch(() => kept().get(environmentId) === mine && kept().delete(environmentId))
  return earlier && now - earlier.at < usableMs ? earlier.found : found
}

/** For tests, which declare and post within a second. */
export const forgetDeclared = (): void => kept().clear()

async function load(environmentId: string): Promise<Declared> {
  const { rows } = await pool.query<DeclaredRow>({ ...readDeclared, values: [environmentId] })
  const sealed = rows[0]?.key ?? null
  const key = rows.length === 0 ? null : sealed === null ? await makeKey(environmentId) : open(environmentId, sealed)
  return {
    hash: key && createValueHash(key),
    paths: new Map(rows.map(({ name, paths }) => [name, paths.map(({ label, path }) => ({ label, steps: parsePath(path) ?? [] }))])),
  }
}

const placeOf = (environmentId: string): Place => ({ table: 'search_key', column: 'value', id: environmentId })

async function makeKey(environmentId: string): Promise<Buffer | null> {
  const made = encrypt(keyring(), placeOf(environmentId), randomBytes(32).toString('base64'))
  const { rows } = await pool.query<{ value: string }>({ ...makeSearchKey, values: [environmentId, made] })
  // A key that another process made meanwhile may not be visible to that statement: the next look-up finds it.
  return rows[0] ? open(environmentId, rows[0].value) : null
}

/** A search that finds nothing is a lesser evil than an event that is refused. */
function open(environmentId: string, sealed: string): Buffer | null {
  try {
    return Buffer.from(decrypt(keyring(), placeOf(environmentId), sealed), 'base64')
  } catch (error) {
    log.error({ environment: environmentId, error: (error as Error).message }, 'the key of an environment’s search can’t be read')
    return null
  }
}
