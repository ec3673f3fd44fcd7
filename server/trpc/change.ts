import { announce } from '#server/notify.ts'
import { type ActedBy, type Tx, write } from '#server/writes.ts'

/** A change in one transaction, in the name of who makes it. After the commit workers look for what is due now, and whoever watches looks again. */
export async function change<T>(by: ActedBy, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await write(by, work)
  announce('posthorn_deliver')
  announce('posthorn_live')
  return result
}
