import type { Tx } from '#server/writes.ts'

export type StoredAnswer = { body_hash: Uint8Array; status: number | null; response: string | null }

/**
 * Takes a key for this transaction. False when it is held by an answer of the last 12 hours. While another transaction is at work on
 * the same key this waits, and raises 55P03 (lock_not_available) after `patienceMs`; a transaction that fails or dies leaves nothing.
 */
export async function takeKey(key: Buffer, bodyHash: Buffer, patienceMs: number, tx: Tx): Promise<boolean> {
  await tx.$executeRaw`select set_config('lock_timeout', ${String(patienceMs)}, true)`
  const taken = await tx.$queryRaw<unknown[]>`
    insert into idempotent_response (key, body_hash, created_at) values (${key}, ${bodyHash}, pgboss.job_now())
    on conflict (key) do update set body_hash = excluded.body_hash, status = null, response = null, created_at = excluded.created_at
      where idempotent_response.created_at <= pgboss.job_now() - interval '12 hours'
    returning 1 as taken`
  await tx.$executeRaw`select set_config('lock_timeout', '0', true)`
  return taken.length > 0
}

export async function readAnswer(key: Buffer, tx: Tx): Promise<StoredAnswer | null> {
  const rows = await tx.$queryRaw<StoredAnswer[]>`select body_hash, status, response from idempotent_response where key = ${key}`
  return rows[0] ?? null
}

export async function keepAnswer(key: Buffer, status: number, response: string, tx: Tx): Promise<void> {
  await tx.$executeRaw`update idempotent_response set status = ${status}::smallint, response = ${response} where key = ${key}`
}
