import { Failure } from '#cli/failure.ts'
import { print } from '#cli/print.ts'
import { countOutdated, nextOutdated, replaceValue, type SealedColumn, sealedColumns } from '#cli/work/sealed-sql.ts'
import { decrypt, encrypt, type Keyring, type Place } from '#server/crypto.ts'
import { pool } from '#server/db.ts'
import { keyring } from '#server/keyring.ts'

const batchSize = 200
const before = '00000000-0000-0000-0000-000000000000'

/**
 * Writes what other keys have encrypted anew with the first one. It looks for what is left, so that it can be stopped and run again,
 * and beside live traffic: a value that somebody has changed meanwhile is left to the next pass.
 */
export async function rotate(json: boolean): Promise<void> {
  const ring = keyring()
  let rewritten = 0
  let left = 0
  for (const column of sealedColumns) {
    rewritten += await rotateColumn(ring, column)
    const { rows } = await pool.query<{ count: number }>(countOutdated(column), [likeCurrent(ring)])
    left += rows[0]?.count ?? 0
  }
  const again = left === 0 ? 'Older keys may leave POSTHORN_ENCRYPTION_KEYS in 12 hours.' : `${left} were changed meanwhile; run it again.`
  print(json, { rewritten, left }, `Encrypted ${rewritten} values with the first key. ${again}`)
}

const likeCurrent = (ring: Keyring) => `${ring.current.id}.%`

async function rotateColumn(ring: Keyring, column: SealedColumn): Promise<number> {
  let rewritten = 0
  for (let after = before; ; ) {
    const { rows } = await pool.query<{ id: string; value: string }>(nextOutdated(column), [likeCurrent(ring), after, batchSize])
    for (const { id, value } of rows) {
      const place = { table: column.table, column: column.column, id }
      const { rowCount } = await pool.query(replaceValue(column), [id, value, encrypt(ring, place, open(ring, place, value))])
      rewritten += rowCount ?? 0
    }
    if (rows.length < batchSize) return rewritten
    after = rows.at(-1)?.id ?? after
  }
}

/** The key that it needs, or the row that was tampered with, is for a person to find. */
function open(ring: Keyring, place: Place, value: string): string {
  try {
    return decrypt(ring, place, value)
  } catch (cause) {
    throw new Failure(`${cause instanceof Error ? cause.message : cause}. This value was not changed.`, { cause })
  }
}
