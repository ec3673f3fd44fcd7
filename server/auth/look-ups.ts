import { sha256 } from '#server/crypto.ts'
import { subscribe } from '#server/notify.ts'
import { once } from '#server/process.ts'

const believedMs = 1_000
const maxKept = 10_000

type LookUps<T> = { find: (token: string) => Promise<T>; forget: () => void }
type Kept<T> = { at: number; found: Promise<T> }

/**
 * Look-ups of one kind of token, each believed for at most a second and until a revocation is announced. By the hash of the token, so
 * that the tokens themselves are not kept in memory.
 */
export function createLookUps<T>(kind: string, load: (hash: Buffer) => Promise<T>): LookUps<T> {
  const kept = () => once(kind, () => new Map<string, Kept<T>>())
  const find = (token: string): Promise<T> => {
    const hash = sha256(token)
    const name = hash.toString('base64')
    const earlier = kept().get(name)
    const now = performance.now()
    if (earlier && now - earlier.at < believedMs) return earlier.found
    // Guessed tokens must not fill the memory; a second later everybody is looked up again anyway.
    if (kept().size >= maxKept) kept().clear()
    const found = load(hash)
    const mine = { at: now, found }
    kept().set(name, mine)
    // A failed look-up is nobody's answer: the next request asks again.
    found.catch(() => kept().get(name) === mine && kept().delete(name))
    return found
  }
  return { find, forget: () => kept().clear() }
}

/** Has look-ups forgotten whenever any process revokes something. */
export const forgetWhenRevoked = (forget: () => void): (() => void) => subscribe('posthorn_revoked', forget)
