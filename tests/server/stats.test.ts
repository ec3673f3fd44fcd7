import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { pool, transaction } from '#server/db.ts'
import { bucketOf } from '#server/stats/histogram.ts'
import { databaseNow, moveClock, moveClockTo } from '#tests/support/clock.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { forgetExpired } from '#worker/tasks/expiry.ts'
import { rollUp, rollUpNext } from '#worker/tasks/roll-up.ts'

afterAll(() => pool.end())

const going = new AbortController().signal
const url = 'http://127.0.0.1:9/unused'
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

let shop: Merchant
let endpoints: string[]
beforeEach(async () => {
  await pool.query(
    `truncate delivery_stat, delivery_stat_hour, delivery_stat_day, delivery_stat_environment; update delivery_stat_progress set rolled_up_to = 'epoch'`,
  )
  shop = await seedMerchant()
  endpoints = await Promise.all([shop.addEndpoint(url), shop.addEndpoint(url)])
})

/** Rows of so many minutes up to `minutesAgo`: of two workers, two endpoints, two outcomes and some latencies. */
const insertMinutes = (count: number, minutesAgo = 0): Promise<unknown> =>
  pool.query(
    `insert into delivery_stat
     select date_trunc('minute', pgboss.job_now()) - make_interval(mins => ago), worker, endpoint, outcome, bucket, 1 + ago % 7 + bucket, (bucket + 1) * 1000
     from generate_series($2::int, $2::int + $1::int - 1) ago, generate_series(1, 2) worker, unnest($3::uuid[]) endpoint,
       unnest(array[1, 2]) outcome, unnest(array[0, 9, 33]) bucket`,
    [count, minutesAgo, endpoints],
  )

type Sum = { period: Date; endpoint_id: string; outcome: number; bucket: number; count: string; total_us: string }

const stored = async (unit: 'hour' | 'day'): Promise<Sum[]> =>
  (
    await pool.query<Sum>(
      `select ${unit} as period, endpoint_id, outcome, bucket, count, total_us from delivery_stat_${unit} order by 1, 2, 3, 4`,
    )
  ).rows

/** The same from the minutes themselves, up to where the roll-up says that it has come. */
const summed = async (unit: 'hour' | 'day'): Promise<Sum[]> =>
  (
    await pool.query<Sum>(
      `select date_trunc($1, minute, 'UTC') as period, endpoint_id, outcome, bucket, sum(count)::bigint as count, sum(total_us)::bigint as total_us
       from delivery_stat where minute < (select rolled_up_to from delivery_stat_progress) group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
      [unit],
    )
  ).rows

async function expectEqualSums(): Promise<void> {
  for (const unit of ['hour', 'day'] as const) expect(await stored(unit)).toEqual(await summed(unit))
  expect((await pool.query('select * from delivery_stat_environment order by 1, 2, 3, 4')).rows).toEqual(
    (
      await pool.query(
        `select environment_id, hour, outcome, bucket, sum(count)::bigint as count from delivery_stat_hour group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
      )
    ).rows,
  )
}

const progress = async (): Promise<Date> => (await pool.query('select rolled_up_to from delivery_stat_progress')).rows[0].rolled_up_to
const countOf = async (table: string): Promise<number> => (await pool.query(`select count(*)::int as count from ${table}`)).rows[0].count

describe('a latency', () => {
  test.each([
    [0, 0],
    [999, 0],
    [1_000, 1],
    [1_190, 2],
    [2_000, 4],
    [30_000_000, 60],
    [10 ** 12, 64],
  ])('of %i µs is in bucket %i', (micros, bucket) => expect(bucketOf(micros)).toBe(bucket))

  test('is within its bucket’s bounds', () => {
    for (let ms = 1.01; ms < 60_000; ms *= 1.07) {
      const bucket = bucketOf(ms * 1_000)
      expect(ms).toBeLessThanOrEqual(2 ** (bucket / 4) + 1e-9)
      expect(ms).toBeGreaterThan(2 ** ((bucket - 1) / 4) - 1e-9)
    }
  })
})

describe('the roll-up', () => {
  test('has the sums of the minutes, by UTC’s hours and days, whatever the session’s time zone', async () => {
    await pool.query(`alter database ${new URL(process.env.DATABASE_URL!).pathname.slice(1)} set time zone 'Asia/Kolkata'`)
    await insertMinutes(200)
    await insertMinutes(90, 24 * 60)
    await rollUp(going)
    await expectEqualSums()
    expect((await stored('hour')).length).toBeGreaterThan(12)
    for (const { period } of await stored('hour')) expect(period.getTime() % 3_600_000).toBe(0)
    for (const { period } of await stored('day')) expect(period.getTime() % 86_400_000).toBe(0)
  })

  test('knows application and environment', async () => {
    await insertMinutes(10, 5)
    await rollUp(going)
    for (const table of ['delivery_stat_hour', 'delivery_stat_day']) {
      const { rows } = await pool.query(`select distinct application_id, environment_id from ${table}`)
      expect(rows).toEqual([{ application_id: shop.applicationId, environment_id: shop.context.environmentId }])
    }
  })

  test('counts each minute once, however often it runs, and leaves the last ones to settle', async () => {
    for (let round = 0; round < 5; round++) {
      await insertMinutes(4)
      await Promise.all([rollUp(going), rollUp(going), rollUp(going)])
      await expectEqualSums()
      expect((await progress()).getTime()).toBeLessThanOrEqual((await databaseNow()).getTime() - 2 * minuteMs)
      await moveClock(240)
    }
    await moveClock(240)
    await rollUp(going)
    const { rows } = await pool.query('select sum(count)::int as count from delivery_stat')
    expect((await stored('hour')).reduce((sum, row) => sum + Number(row.count), 0)).toBe(rows[0].count)
  })

  test('killed in the middle has done nothing, and the next one does it all', async () => {
    await insertMinutes(35, 5)
    const client = await pool.connect()
    await client.query('begin')
    expect(await rollUpNext(client)).toBe(true)
    await client.query('rollback')
    client.release()
    expect([await countOf('delivery_stat_hour'), await countOf('delivery_stat_day')]).toEqual([0, 0])
    expect((await progress()).getTime()).toBe(0)

    // Killed between two spans: the first counts, and is not counted again.
    await transaction(db => rollUpNext(db))
    await expectEqualSums()
    expect(await countOf('delivery_stat_hour')).toBeGreaterThan(0)
    await rollUp(going)
    await expectEqualSums()
  })

  test('waits for a transaction that began in a minute and has not ended', async () => {
    // Half a second before a minute is over, by a clock that goes on: the row's minute is past when it is committed.
    await moveClockTo(new Date(Math.ceil(((await databaseNow()).getTime() + 1_000) / minuteMs) * minuteMs - 500))
    const client = await pool.connect()
    await client.query('begin')
    await client.query(`insert into delivery_stat values (date_trunc('minute', pgboss.job_now()), 9, $1, 2, 5, 100, 1)`, [endpoints[0]])
    await insertMinutes(3)
    await until('the minute is over', async () => (await databaseNow()).getTime() % minuteMs < 10_000)
    const next = () => transaction(db => rollUpNext(db, 0))
    while (await next());
    const before = await progress()
    await client.query('commit')
    client.release()
    while (await next());
    expect((await progress()).getTime()).toBe(before.getTime() + minuteMs)
    await expectEqualSums()
  })
})

describe('what is kept', () => {
  const ages = async (table: string, column: string): Promise<number[]> =>
    (
      await pool.query(
        `select distinct round(extract(epoch from pgboss.job_now() - ${column}) / 86400)::int as days from ${table} order by 1`,
      )
    ).rows.map(row => row.days)

  test('are minutes for two days, hours for 90 and days for two years', async () => {
    // Both minutes of a pair are of one day and one hour.
    await moveClockTo(new Date(Math.ceil((await databaseNow()).getTime() / dayMs) * dayMs + dayMs / 2))
    for (const days of [0, 1, 3, 60, 100, 700, 800]) await insertMinutes(2, days * 24 * 60 + 10)
    await rollUp(going)
    await forgetExpired(going)
    expect(await ages('delivery_stat', 'minute')).toEqual([0, 1])
    for (const table of ['delivery_stat_hour', 'delivery_stat_environment']) expect(await ages(table, 'hour')).toEqual([0, 1, 3, 60])
    expect((await stored('day')).length).toBe(6 * 2 * 2 * 3)
  })

  test('are minutes that are not rolled up yet, however old', async () => {
    await insertMinutes(2, 3 * 24 * 60)
    const before = await countOf('delivery_stat')
    await forgetExpired(going)
    expect(await countOf('delivery_stat')).toBe(before)
    await rollUp(going)
    await forgetExpired(going)
    expect(await countOf('delivery_stat')).toBe(0)
  })

  test('more than one batch of the others goes in one run', async () => {
    await pool.query(
      `insert into delivery_stat_hour select pgboss.job_now() - interval '91 days', uuid_v7(), 2, 3, $1, $2, 1, 1 from generate_series(1, 10500)`,
      [shop.applicationId, shop.context.environmentId],
    )
    await forgetExpired(going)
    expect(await countOf('delivery_stat_hour')).toBe(0)
  })
})
