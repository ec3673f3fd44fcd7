import { decrypt, encrypt } from '#server/crypto.ts'
import { AppError } from '#server/errors.ts'
import { keepAnswer, readAnswer, takeKey } from '#server/idempotency/sql.ts'
import { createTurns } from '#server/idempotency/turns.ts'
import { keyring } from '#server/keyring.ts'
import { once } from '#server/process.ts'
import { type ActedBy, isLockTimeout, type Tx, write } from '#server/writes.ts'

export type Answer = { status: number; body: string | null }

/** `key`: SHA-256 over credential, method, path and the caller's key. `bodyHash`: SHA-256 of the request's body. `by`: whose it is. */
export type KeyedRequest = { key: Buffer; bodyHash: Buffer; by: ActedBy }

const defaultPatienceMs = 5_000
/** Requests that hold a connection for their key at once: fewer than the pool has, so that what they start gets one too. */
const maxParallel = 4

/**
 * Answers a request once: the key is taken, the work done and the answer kept in one transaction, so that either all of it happened or
 * none, and a repeat within 12 hours gets the first answer. A request that fails frees its key.
 * @throws AppError idempotency_key_reuse for another body; conflict when the first request is still running after `patienceMs`
 */
export async function answerOnce(
  { key, bodyHash, by }: KeyedRequest,
  run: (tx: Tx) => Promise<Answer>,
  patienceMs = defaultPatienceMs,
): Promise<Answer> {
  const place = { table: 'idempotent_response', column: 'response', id: key.toString('hex') }
  // Repeats in this process wait here, without a connection; those of other processes wait for the row.
  const turns = once('idempotency keys', () => createTurns(maxParallel))
  const work = () =>
    write(by, async tx => {
      if (!(await takeKey(key, bodyHash, patienceMs, tx))) return earlierAnswer(place, key, bodyHash, tx)
      const answer = await run(tx)
      await keepAnswer(key, answer.status, encrypt(keyring(), place, JSON.stringify(answer.body)), tx)
      return answer
    })
  try {
    return await turns(place.id, patienceMs, work, stillRunning)
  } catch (error) {
    throw isLockTimeout(error) ? stillRunning() : error
  }
}

async function earlierAnswer(place: Parameters<typeof decrypt>[1], key: Buffer, bodyHash: Buffer, tx: Tx): Promise<Answer> {
  const stored = await readAnswer(key, tx)
  if (stored === null || stored.status === null || stored.response === null) throw stillRunning()
  if (!bodyHash.equals(stored.body_hash))
    throw new AppError(
      'idempotency_key_reuse',
      'This idempotency key was used in the last 12 hours with another body; use a new key for a new request.',
    )
  return { status: stored.status, body: JSON.parse(decrypt(keyring(), place, stored.response)) }
}

const stillRunning = () => new AppError('conflict', 'A request with this idempotency key is still running; try again shortly.')
