import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { required } from '#server/config.ts'
import { isRepeatable } from '#server/errors.ts'
import { PrismaClient } from '#server/generated/prisma/client.ts'
import { log } from '#server/log.ts'
import { once } from '#server/process.ts'

function openPool(settings: pg.PoolConfig): pg.Pool {
  // A statement that finds the database away fails within seconds instead of hanging.
  const made = new pg.Pool({
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    ...settings,
  })
  // A connection that breaks is replaced by the pool, and its holder's next statement fails; without listeners it would end the process.
  made.on('error', error => log.warn({ error: error.message }, 'an idle database connection was lost'))
  made.on('connect', client => client.on('error', () => {}))
  return made
}

/**
 * For everything but the hot path: one pool per process. Its statements are planned for the values at hand: a plan for any values expects a
 * range of ids to hold a handful of rows, and sorts the whole range where the newest 50 were asked for (docs/decisions/007-plans-of-the-hot-path.md).
 */
export const pool: pg.Pool = once('pool', () =>
  openPool({
    connectionString: required('databaseUrl'),
    max: 12,
    onConnect: async client => {
      await client.query('set plan_cache_mode = force_custom_plan')
    },
  }),
)

/**
 * For the hot path's named statements. Postgres plans those once per connection, often while a table (or this week's partition, or the
 * queue) is empty, and would then scan or sort it whole for as long as the connection lives. Every look-up there is by key or along an
 * index, so every other plan is disfavoured from the start (docs/decisions/007-plans-of-the-hot-path.md).
 */
const byKey = ['hashjoin', 'mergejoin', 'seqscan', 'sort'].map(plan => `-c enable_${plan}=off`).join(' ')
const plannedOnce = '-c plan_cache_mode=force_generic_plan -c jit=off'

const openHotPool = (options: string): pg.Pool =>
  openPool({ connectionString: required('databaseDirectUrl'), max: 6, options: `${byKey} ${plannedOnce} ${options}` })

export const hotPool: pg.Pool = once('hot pool', () => openHotPool(''))

/**
 * For a worker's claims, touches and leases, whose commits need not wait for the disk: one that a crash of the database forgets is as if
 * it had not been made. The job is claimed again, and the fence keeps the first claim's outcome from counting.
 */
export const claimPool: pg.Pool = once('claim pool', () => openHotPool('-c synchronous_commit=off'))

export const closePools = (): Promise<unknown> => Promise.all([pool, hotPool, claimPool].map(each => each.end()))

/** Prisma over the same pool: for what people click and configure. The hot path speaks `pool` in named statements. */
export const prisma: PrismaClient = once('prisma', () => new PrismaClient({ adapter: new PrismaPg(pool) }))

export type Queryable = Pick<pg.Pool, 'query'>
export type Transaction = pg.PoolClient

/** Runs `work` in one transaction; a deadlock or serialization failure repeats it, at most five times. */
export async function transaction<T>(work: (client: Transaction) => Promise<T>): Promise<T> {
  return repeat(async () => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError
      })
      throw error
    } finally {
      client.release(broken)
    }
  })
}

/** Moving jobs between partitions can fail other statements with 40001 or 40P01; they had no effect then, so: again. */
export async function repeat<T>(work: () => Promise<T>, limit = 5): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries >= limit || !isRepeatable(error)) throw error
    }
  }
}

/** A connection of its own, past PgBouncer: LISTEN, advisory locks, migrations. */
export const directClient = (settings: pg.ClientConfig = {}): pg.Client =>
  new pg.Client({ connectionString: required('databaseDirectUrl'), connectionTimeoutMillis: 5_000, keepAlive: true, ...settings })
