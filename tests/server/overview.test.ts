import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import { bucketEndUs, bucketOf } from '#server/stats/histogram.ts'
import { getOverview } from '#server/stats/overview.ts'
import type { OverviewRange } from '#server/stats/overview-ranges.ts'
import { moveClockTo, resetClock } from '#tests/support/clock.ts'
import { become } from '#tests/support/past.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { rollUp } from '#worker/tasks/roll-up.ts'

const url = 'http://127.0.0.1:9/'
const answerMs = (ms: number): number => bucketEndUs(bucketOf(ms * 1_000)) / 1_000
const hourMs = 3_600_000
const going = new AbortController().signal
const states = { retrying: 1, delivered: 2, failed: 3, skipped: 4, canceled: 5 }

let shop: Merchant
let endpoint: string
beforeEach(async () => {
  // No minute, hour or day ends while a test reads what it has just written.
  await moveClockTo(new Date((Math.floor(Date.now() / hourMs) + 1.5) * hourMs + 20_000))
  await pool.query(
    `truncate delivery_stat, delivery_stat_hour, delivery_stat_day, delivery_stat_environment; update delivery_stat_progress set rolled_up_to = 'epoch'`,
  )
  shop = await seedMerchant()
  endpoint = await shop.addEndpoint(url)
})
afterEach(resetClock)

type Recorded = { minutesAgo?: number; count?: number; ms?: number; of?: string; worker?: number }

/** What a worker records of attempts in one minute. */
const record = (state: keyof typeof states, { minutesAgo = 1, count = 1, ms = 10, of = endpoint, worker = 1 }: Recorded = {}) =>
  pool.query(
    `insert into delivery_stat values (date_trunc('minute', pgboss.job_now() - make_interval(mins => $1)), $2, $3, $4, $5, $6, $7)`,
    [minutesAgo, worker, of, states[state], bucketOf(ms * 1_000), count, count * ms * 1_000],
  )

/** Deliveries whose attempts failed: to be tried again in an hour. */
async function retry(messageIds: string[]): Promise<void> {
  await become(messageIds, 'retrying', { attempt: { status: 500, error: 'http_5xx' } })
  await pool.query(`update pgboss.job set name = 'retry' where data->>'m' = any ($1)`, [messageIds])
}

const read = (range: OverviewRange = '24h') => getOverview(shop.context, { range })

test('an environment in which nothing was ever sent', async () => {
  const overview = await read()
  expect(overview).toMatchObject({
    total: { delivered: 0, retrying: 0, failed: 0, skipped: 0, p50Ms: null, p95Ms: null },
    perMinute: { now: 0, mean: 0, peak: 0 },
    waiting: { count: 0, more: false, oldest: null },
    endpoints: { failing: 0, count: 1, more: false },
    worst: [],
  })
  expect(overview.points).toHaveLength(24)
})

describe.each<[OverviewRange, number, number]>([
  ['1h', 60, 60],
  ['24h', 3_600, 24],
  ['7d', 21_600, 28],
  ['30d', 86_400, 30],
])('%s', (range, stepSeconds, steps) => {
  test('sums outcomes up in its steps, whether they are rolled up or not', async () => {
    const minutes = [0, 3, 17, Math.floor((stepSeconds * (steps - 1)) / 60)]
    for (const minutesAgo of minutes) {
      await record('delivered', { minutesAgo, count: 10, worker: minutesAgo + 1 })
      await record('failed', { minutesAgo, count: 2, worker: minutesAgo + 1 })
    }
    await record('delivered', { minutesAgo: (stepSeconds * (steps + 1)) / 60, count: 1_000 })
    const before = await read(range)
    expect(before.points.map(point => point.at.getTime())).toEqual(
      before.points.map((_, index) => before.points[0]!.at.getTime() + index * stepSeconds * 1_000),
    )
    expect(before).toMatchObject({ stepSeconds, points: { length: steps }, total: { delivered: 40, failed: 8 } })
    expect(before.points.reduce((sum, point) => sum + point.delivered, 0)).toBe(40)
    expect(before.points[0]!.delivered).toBe(10)
    await rollUp(going)
    expect({ ...(await read(range)), perMinute: null }).toEqual({ ...before, perMinute: null })
  })
})

test('each outcome has its place', async () => {
  await record('delivered', { count: 6 })
  await record('retrying', { count: 5 })
  await record('failed', { count: 4 })
  await record('skipped', { count: 2 })
  await record('canceled', { count: 1 })
  expect((await read()).total).toMatchObject({ delivered: 6, retrying: 5, failed: 4, skipped: 3 })
})

test('latencies are those of what was delivered', async () => {
  await record('delivered', { count: 90, ms: 20 })
  await record('delivered', { count: 10, ms: 300 })
  await record('retrying', { count: 500, ms: 15_000 })
  const { total, points } = await read('1h')
  expect(total).toMatchObject({ p50Ms: answerMs(20), p95Ms: answerMs(300) })
  expect(points.filter(point => point.p50Ms !== null)).toHaveLength(1)
})

test('the rate is that of the last five minutes, and the peak that of the busiest step', async () => {
  await record('delivered', { minutesAgo: 1, count: 100 })
  await record('delivered', { minutesAgo: 4, count: 50 })
  await record('delivered', { minutesAgo: 30, count: 600 })
  await record('failed', { minutesAgo: 1, count: 1_000 })
  const { perMinute } = await read('1h')
  expect(perMinute).toMatchObject({ now: 30, peak: 600 })
  expect(perMinute.mean).toBeGreaterThan(12)
  expect(perMinute.mean).toBeLessThan(13)
})

test('what waits counts as not delivered, and the oldest is named', async () => {
  await record('delivered', { count: 97 })
  const ids = [(await shop.post()).id, (await shop.post()).id]
  await retry(ids)
  const first = ids.toSorted()[0]!
  const overview = await read()
  expect(overview.waiting).toEqual({
    count: 2,
    more: false,
    oldest: {
      message: formatId('message', first),
      endpoint: { id: formatId('endpoint', endpoint), url, paused: false },
      application: { id: formatId('application', shop.applicationId), name: 'Shop' },
      acceptedAt: expect.any(Date),
      nextAttemptAt: expect.any(Date),
    },
  })
  expect(overview).toMatchObject({ notDelivered: 2, total: { delivered: 97 } })
})

test('what is due in a queue or waits in a lane waits, what is sent by hand does not', async () => {
  await shop.post()
  await pool.query(`insert into lane (endpoint_id, reason, opened_at, lease_key) values ($1, 'slow', now(), $1)`, [endpoint])
  await pool.query(`select pgboss.create_queue('lane/' || $1::text, '{"policy":"standard"}'::jsonb)`, [endpoint])
  await shop.post()
  await pool.query(
    `insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on)
     select uuid_v7(), 'replay', data || '{"t":1}', group_id, priority, start_after, created_on from pgboss.job where name = 'deliver' and group_id = $1`,
    [endpoint],
  )
  expect((await read()).waiting.count).toBe(2)
})

test('the worst endpoints are those whose attempts fail most', async () => {
  const [bad, worse, off] = [await shop.addEndpoint(url), await shop.addEndpoint(url), await shop.addEndpoint(url, { disabled: true })]
  await record('delivered', { count: 50 })
  await record('delivered', { of: bad, count: 30, ms: 40 })
  await record('failed', { of: bad, count: 10 })
  await record('retrying', { of: worse, count: 20 })
  await record('failed', { of: off, count: 1 })
  await pool.query(`update endpoint set first_success_at = now() - interval '1 day' where id = $1`, [bad])
  const { worst } = await read()
  expect(worst.map(({ id, health }) => [id, health])).toEqual([
    [formatId('endpoint', worse), 'set-up'],
    [formatId('endpoint', bad), 'healthy'],
    [formatId('endpoint', off), 'disabled'],
  ])
  expect(worst[1]).toMatchObject({
    url,
    application: { id: formatId('application', shop.applicationId), name: 'Shop' },
    delivered: 30,
    failed: 10,
    waiting: 0,
    p95Ms: answerMs(40),
  })
  expect(worst[0]).toMatchObject({ delivered: 0, p95Ms: null })
})

test('an endpoint fails after five failures in a row', async () => {
  await shop.addEndpoint(url, { disabled: true })
  await pool.query('update endpoint set failing_since = now() where id = $1', [endpoint])
  await record('retrying', { count: 5 })
  const fail = async () => retry([(await shop.post()).id])
  for (let times = 0; times < 4; times++) await fail()
  expect((await read()).endpoints).toEqual({ failing: 0, count: 1, more: false })
  await fail()
  const overview = await read()
  expect(overview.endpoints).toEqual({ failing: 1, count: 1, more: false })
  expect(overview.worst).toMatchObject([{ health: 'failing', waiting: 5 }])
})

test('nothing of another environment is in it', async () => {
  const other = await seedMerchant()
  const theirs = await other.addEndpoint(url)
  await record('delivered', { of: theirs, count: 5 })
  await record('failed', { of: theirs, count: 5, minutesAgo: 90 })
  await other.post()
  await rollUp(going)
  for (const range of ['1h', '24h', '30d'] as const)
    expect(await read(range)).toMatchObject({ total: { delivered: 0, failed: 0 }, worst: [], waiting: { count: 0 }, perMinute: { now: 0 } })
})
