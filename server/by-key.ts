import { type Transaction, transaction } from '#server/db.ts'

/**
 * A transaction whose look-ups are by key and whose walks are along an index, also those of an endpoint with millions of deliveries, and
 * also while nobody has analyzed the tables (docs/decisions/007-plans-of-the-hot-path.md). Planned for the values at hand: which index
 * leads to an application's messages depends on how many of all messages are its own.
 */
export function byKey<T>(work: (db: Transaction) => Promise<T>): Promise<T> {
  return transaction(async db => {
    await favourKeys(db)
    return work(db)
  })
}

/** The same for a transaction that has begun. */
export const favourKeys = (db: Transaction): Promise<unknown> => db.query(settings)

const disfavoured = ['hashjoin', 'mergejoin', 'seqscan', 'bitmapscan', 'sort', 'material'].map(plan => `enable_${plan} = off`)
const settings = [...disfavoured, 'jit = off', 'plan_cache_mode = force_custom_plan'].map(setting => `set local ${setting}`).join(';')
