import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { config, required } from '#server/config.ts'
import { pool } from '#server/db.ts'
import { createRecorder, type Outcome } from '#server/deliveries/record.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { reasonName, stateName } from '#server/deliveries/state.ts'
import { formatId } from '#server/ids.ts'
import { openLane } from '#server/lanes/sql.ts'
import { dropTable, expireWaitingOf, oldTables, partOf } from '#server/partitions/drop.ts'
import { createPartitions } from '#server/partitions/sql.ts'
import { databaseNow, moveClock, moveClockTo } from '#tests/support/clock.ts'
import { violations } from '#tests/support/invariant.ts'
import { attemptRecord, outcomeOf } from '#tests/support/outcomes.ts'
import { deliveriesOf, type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'
import { dropOldDays, dropOldTables, dropOldWeeks } from '#worker/tasks/retention.ts'

tidyAfterEach()

const weekSeconds = 604_800
const going = new AbortController().signal
const url = 'http://127.0.0.1:9/unused'

let shop: Merchant
let endpointId: string
/** Outside a pool, because a detach can't be in a transaction, and impatient, so that what would wait fails at once. */
let db: pg.Client
beforeEach(async () => {
  // The clock is back in the present, whose partitions an earlier test may have seen go; what it made later is no longer asked for.
  await pool.query(createPartitions)
  await pool.query('truncate message, payload, delivery, attempt')
  shop = await seedMerchant()
  endpointId = await shop.addEndpoint(url)
  db = new pg.Client({ connectionString: required('databaseUrl') })
  await db.connect()
  await db.query(`set lock_timeout = '100ms'`)
})
afterEach(() => db.end())

const weekOf = (at: Date): number => Math.floor(at.getTime() / 1000 / weekSeconds)
const thisWeek = async (): Promise<number> => weekOf(await databaseNow())
const one = async <T>(text: string, values: unknown[] = []): Promise<T> => Object.values((await pool.query(text, values)).rows[0])[0] as T

/** Weeks of which there is a table, attached or not. */
async function weeksOf(parent: string): Promise<number[]> {
  const { rows } = await pool.query<{ week: number }>(
    `select substr(relname, length($1) + 2)::int as week from pg_class where relkind = 'r' and relname ~ ('^' || $1 || '_[0-9]+$') order by 1`,
    [parent],
  )
  return rows.map(row => row.week)
}

const idsIn = async (table: string, column = 'message_id'): Promise<string[]> =>
  (await pool.query<{ id: string }>(`select ${column} as id from ${table} order by 1`)).rows.map(row => row.id)

const record = createRecorder(7)

/** What a worker would record that claims the delivery's job now and is answered 200. */
async function claimedOutcome(messageId: string): Promise<Outcome> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    `update pgboss.job set state = 'active', started_on = pgboss.job_now(), heartbeat_on = pgboss.job_now() where data ->> 'm' = $1 returning id, name`,
    [messageId],
  )
  const { id, name } = rows[0]!
  return outcomeOf({ jobId: id, claim: 0, queue: name, messageId, endpointId })
}
const deliver = async (messageId: string) => record(await claimedOutcome(messageId))

/** Forwards by whole weeks, to an hour after a week's beginning, with the partitions that a worker would have made. */
async function moveWeeks(count: number): Promise<void> {
  await moveClockTo(new Date(((await thisWeek()) + count) * weekSeconds * 1000 + 3_600_000))
  await pool.query(createPartitions)
}

test('over half a year, week by week, just the weeks beyond the retention go, and nothing else', async () => {
  expect(config.retentionDays).toBe(90)
  const posted: { week: number; delivered: string; waiting: string }[] = []
  const lostPayloads = `select count(*)::int from message m
    where expires_at > pgboss.job_now() and not exists (select from payload where message_id = m.id)`
  for (let step = 0; step < 26; step++) {
    await moveWeeks(1)
    const [delivered, waiting] = await Promise.all([shop.post({ retentionHours: 24 * 90 }), shop.post()])
    await deliver(delivered.id)
    const week = await thisWeek()
    posted.push({ week, delivered: delivered.id, waiting: waiting.id })
    await dropOldWeeks(going)

    const oldest = weekOf(new Date((await databaseNow()).getTime() - 90 * 86_400_000))
    const kept = posted.filter(message => message.week >= oldest)
    const messages = kept.flatMap(({ delivered, waiting }) => [delivered, waiting]).toSorted()
    expect(await idsIn('message', 'id')).toEqual(messages)
    expect(await idsIn('delivery')).toEqual(messages)
    expect(await idsIn('attempt')).toEqual(kept.map(({ delivered }) => delivered))
    for (const parent of ['message', 'delivery', 'attempt', 'search_value']) expect((await weeksOf(parent)).at(-1)).toBe(week + 4)
    for (const parent of ['message', 'delivery', 'attempt', 'search_value'])
      expect((await weeksOf(parent))[0]).toBeGreaterThanOrEqual(oldest)
    expect((await weeksOf('payload'))[0]).toBeGreaterThanOrEqual(week)
    expect(await one<number>(lostPayloads)).toBe(0)
    expect(await violations(pool)).toEqual([])
  }
  expect(posted).toHaveLength(26)
  expect(await weeksOf('message')).toHaveLength(13 + 1 + 4)
}, 60_000)

test('a payload is gone with the week in which it expired, its message stays', async () => {
  const short = await shop.post({ retentionHours: 1 })
  const long = await shop.post({ retentionHours: 24 * 30 })
  await moveWeeks(1)
  await dropOldWeeks(going)
  expect(await idsIn('payload')).toEqual([long.id])
  expect(await idsIn('message', 'id')).toContain(short.id)
})

describe('what still waits in a week that goes', () => {
  /** Jobs of deliveries in `deliver`, `retry` and a lane, one of them claimed, beside one that is delivered. */
  async function waiting() {
    const [first, retrying, active, delivered] = await Promise.all([shop.post(), shop.post(), shop.post(), shop.post()])
    const retried = await claimedOutcome(retrying.id)
    await record({ ...retried, state: 'retrying', delaySeconds: 86_400 * 30, attempt: attemptRecord({ status: 500, error: 'http_5xx' }) })
    await deliver(delivered.id)
    await pool.query({ ...openLane, values: [endpointId, 'slow', 1, 8] })
    const inLane = await shop.post()
    const outcome = await claimedOutcome(active.id)
    const week = await thisWeek()
    await moveWeeks(2)
    const later = await shop.post()
    return { week, ids: [first.id, retrying.id, active.id, inLane.id], delivered: delivered.id, later: later.id, outcome }
  }

  const ended = async (id: string) => {
    const { state, reason, job_id, next_attempt_at } = (await deliveriesOf(id))[0]!
    return { state: stateName(state), reason: reasonName(reason), job_id, next_attempt_at }
  }

  test('is failed (expired) without a job, and nothing else changes', async () => {
    const { week, ids, delivered, later } = await waiting()
    const before = await Promise.all([delivered, later].map(deliveriesOf))
    expect(await expireWaitingOf(week, pool, going)).toBe(4)
    for (const id of ids) expect(await ended(id)).toEqual({ state: 'failed', reason: 'expired', job_id: null, next_attempt_at: null })
    expect(await Promise.all([delivered, later].map(deliveriesOf))).toEqual(before)
    expect(await one<string[]>(`select array_agg(data ->> 'm') from pgboss.job where group_id is not null`)).toEqual([later])
    expect(await violations(pool)).toEqual([])
    expect(await expireWaitingOf(week, pool, going)).toBe(0)
  })

  test('and is answered just then, counts as superseded, before the drop and after it', async () => {
    const { week, outcome } = await waiting()
    await expireWaitingOf(week, pool, going)
    expect(await record(outcome)).toBe('superseded')
    expect((await ended(outcome.messageId)).state).toBe('failed')
    await dropOldTables(db, 7, going)
    // The same batch as an outcome that stays: it must not fail that one.
    const living = await claimedOutcome((await shop.post()).id)
    expect(await Promise.all([record(outcome), record(living)])).toEqual(['superseded', 'recorded'])
    expect((await deliveriesOf(living.messageId))[0]).toMatchObject({ state: 2, attempt_count: 1 })
  })

  test('can no longer be resent when it is gone', async () => {
    const { ids } = await waiting()
    await dropOldTables(db, 7, going)
    const path = { application: shop.uid, message: formatId('message', ids[0]!), endpoint: formatId('endpoint', endpointId) }
    await expect(resendDelivery(shop.context, path)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a worker that was killed', () => {
  let week: number
  let id: string
  beforeEach(async () => {
    id = (await shop.post()).id
    week = await thisWeek()
    await moveWeeks(2)
  })

  const done = async () => {
    await dropOldTables(db, 7, going)
    for (const parent of ['message', 'delivery', 'attempt', 'search_value']) expect(await weeksOf(parent)).not.toContain(week)
    expect(await idsIn('message', 'id')).toEqual([])
    expect(await one<number>(`select count(*)::int from pgboss.job where group_id is not null`)).toBe(0)
    expect(await violations(pool)).toEqual([])
    expect(await oldTables(pool, 7)).toEqual([])
  }

  test('after what waited was ended', async () => {
    await expireWaitingOf(week, pool, going)
    await done()
  })

  test('after any of the tables', async () => {
    const tables = await oldTables(pool, 7)
    const ofWeek = tables.filter(table => table.week === week && table.parent !== 'payload')
    expect(ofWeek.map(table => table.parent)).toEqual(['message', 'delivery', 'attempt', 'search_value'])
    await expireWaitingOf(week, pool, going)
    for (const table of ofWeek.slice(0, 2)) await dropTable(partOf(table), db)
    expect((await oldTables(pool, 7)).filter(table => table.parent !== 'payload')).toEqual(
      ['attempt', 'search_value'].map(parent => ({ parent, week, state: 'attached' })),
    )
    await done()
  })

  test('between detach and drop', async () => {
    await expireWaitingOf(week, pool, going)
    await db.query(`alter table delivery detach partition delivery_${week} concurrently`)
    expect(await oldTables(pool, 7)).toContainEqual({ parent: 'delivery', week, state: 'detached' })
    await done()
  })

  test('in the middle of a detach; and while it waits, nobody waits behind it', async () => {
    const reader = await pool.connect()
    await reader.query('begin')
    await reader.query('select from message limit 1')
    await expect(dropOldTables(db, 7, going)).rejects.toMatchObject({ code: '55P03' })
    expect(await oldTables(pool, 7)).toContainEqual({ parent: 'message', week, state: 'detaching' })
    // Reads and writes go on as if nothing was the matter; what waited in the week has ended before.
    const other = await shop.post()
    await deliver(other.id)
    expect(await deliveriesOf(id)).toMatchObject([{ state: 3, job_id: null }])
    // So does the next try, which finds the same reader.
    await expect(dropOldTables(db, 7, going)).rejects.toMatchObject({ code: '55P03' })
    await reader.query('rollback')
    reader.release()
    await pool.query('delete from message where id = $1', [other.id])
    await done()
  })

  test('with the drop itself: the connection breaks, the next worker goes on', async () => {
    const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
    const reader = await pool.connect()
    await reader.query('begin')
    await reader.query('select from delivery limit 1')
    await db.query('set lock_timeout = 0')
    const broken = expect(dropOldTables(db, 7, going)).rejects.toThrow()
    db.on('error', () => {})
    await until('the detach waits for the reader', () =>
      one<boolean>(`select exists (select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock')`, [rows[0]!.pid]),
    )
    await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
    await broken
    await reader.query('rollback')
    reader.release()
    db = new pg.Client({ connectionString: required('databaseUrl') })
    await db.connect()
    await done()
  })

  test('or that stops, drops nothing more', async () => {
    const before = await weeksOf('message')
    await expect(dropOldTables(db, 7, AbortSignal.abort())).rejects.toThrow('aborted')
    expect(await weeksOf('message')).toEqual(before)
  })
})

test('of two workers one drops, and the other lets it', async () => {
  await moveWeeks(14)
  await Promise.all([dropOldWeeks(going), dropOldWeeks(going), dropOldWeeks(going)])
  expect(await oldTables(pool, 90)).toEqual([])
})

test('tables with similar names are nobody’s week', async () => {
  await pool.query('create table message_1_backup (); create table message_key_old (); create table notes_5 ()')
  await moveClock(weekSeconds * 20)
  await pool.query(createPartitions)
  await dropOldWeeks(going)
  for (const name of ['message_1_backup', 'message_key_old', 'notes_5', 'message_key_3'])
    expect(await one<string>('select to_regclass($1)::text', [name])).toBe(name)
})

test('days of the request log go when all of them is older than seven days, and later ones are made', async () => {
  await pool.query(createPartitions)
  const today = Math.floor((await databaseNow()).getTime() / 86_400_000)
  await moveClock(10 * 86_400)
  await pool.query(createPartitions)
  await dropOldDays(going)
  const days = await weeksOf('request_log')
  expect(days[0]).toBe(today + 3)
  expect(days).toContain(today + 24)
})
