import { directClient, type Queryable, type Transaction, transaction } from '#server/db.ts'
import { log } from '#server/log.ts'

/** Nothing may queue behind a chore that waits for a lock: it gives up, and is tried again when its turn comes. */
const lockTimeout = '1s'

/**
 * One transaction, of one worker at a time: its advisory lock goes with it, however it ends. Null: another worker is at it.
 * @throws 55P03 when a lock was not to be had within a second
 */
export function alone<T>(name: string, run: (db: Transaction) => Promise<T>): Promise<T | null> {
  return transaction(async client => {
    const { rows } = await client.query<{ mine: boolean }>({
      text: `select set_config('lock_timeout', '${lockTimeout}', true), pg_try_advisory_xact_lock(hashtext($1)) as mine`,
      values: [`posthorn ${name}`],
    })
    return rows[0]!.mine ? run(client) : null
  })
}

/** The same for work of several transactions, or of statements that can't be in one: the lock is that of a connection of its own. */
export async function aloneConnected(name: string, run: (db: Queryable) => Promise<void>): Promise<void> {
  const client = directClient()
  // What is running then fails by itself; without a listener the event would end the process.
  client.on('error', error => log.warn({ error: error.message }, 'the connection of a task was lost'))
  await client.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>({
      text: `select set_config('lock_timeout', '${lockTimeout}', false), pg_try_advisory_lock(hashtext($1)) as mine`,
      values: [`posthorn ${name}`],
    })
    if (rows[0]!.mine) await run(client)
  } finally {
    await client.end()
  }
}
