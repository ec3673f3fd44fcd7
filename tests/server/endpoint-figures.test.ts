import { afterAll, beforeEach, expect, test } from 'vitest'
import { listApplicationSummaries } from '#server/applications/summaries.ts'
import { pool } from '#server/db.ts'
import { getEndpointFigures, listEndpointSummaries } from '#server/endpoints/figures.ts'
import { formatId } from '#server/ids.ts'
import { bucketOf } from '#server/stats/histogram.ts'
import { databaseNow } from '#tests/support/clock.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { rollUp } from '#worker/tasks/roll-up.ts'

afterAll(() => pool.end())

const url = 'http://127.0.0.1:9/unused'
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

let shop: Merchant
let endpoint: string
let path: { application: string; endpoint: string }
beforeEach(async () => {
  await pool.query(
    `truncate delivery_stat, delivery_stat_hour, delivery_stat_day, delivery_stat_environment; update delivery_stat_progress set rolled_up_to = 'epoch'`,
  )
  shop = await seedMerchant()
  endpoint = await shop.addEndpoint(url)
  path = { application: shop.uid, endpoint: formatId('endpoint', endpoint) }
})

/** Attempts in the minute that was so long ago, as a worker counts them. */
const count = (of: string, outcome: 'retrying' | 'delivered' | 'failed', times: number, { msAgo = 0, ms = 10 } = {}) =>
  pool.query(
    `insert into delivery_stat (minute, worker_id, endpoint_id, outcome, bucket, count, total_us)
     select date_trunc('minute', pgboss.job_now() - make_interval(secs => $1::float8 / 1000)), 1, $2::uuid, $3::int, $4::int, $5::int, 0`,
    [msAgo, of, { retrying: 1, delivered: 2, failed: 3 }[outcome], bucketOf(ms * 1_000), times],
  )

const sum = (hours: { delivered: number; attempted: number }[]) => ({
  delivered: hours.reduce((total, hour) => total + hour.delivered, 0),
  attempted: hours.reduce((total, hour) => total + hour.attempted, 0),
})

test('figures are the same before and after minutes are rolled up', async () => {
  await count(endpoint, 'delivered', 90, { msAgo: 10 * minuteMs })
  await count(endpoint, 'delivered', 10, { msAgo: 10 * minuteMs, ms: 900 })
  await count(endpoint, 'retrying', 5, { msAgo: 10 * minuteMs })
  await count(endpoint, 'failed', 1, { msAgo: 3 * dayMs })
  await count(await shop.addEndpoint(url), 'failed', 7)
  const before = await getEndpointFigures(shop.context, path)
  await rollUp(new AbortController().signal)
  await count(endpoint, 'delivered', 1)
  const after = await getEndpointFigures(shop.context, path)

  expect(sum(before.hours)).toEqual({ delivered: 100, attempted: 105 })
  expect(sum(after.hours)).toEqual({ delivered: 101, attempted: 106 })
  for (const { days, answer } of [before, after]) {
    expect(days).toHaveLength(30)
    expect(days.find(({ failed }) => failed > 0)).toMatchObject({ delivered: 0, retrying: 0, failed: 1 })
    expect(days.reduce((total, day) => total + day.retrying, 0)).toBe(5)
    expect(answer!.p50Ms).toBeGreaterThanOrEqual(10)
    expect(answer!.p50Ms).toBeLessThan(12)
    expect(answer!.p95Ms).toBeGreaterThanOrEqual(900)
  }
})

test('the last hour is the one that runs', async () => {
  await count(endpoint, 'delivered', 3)
  await count(endpoint, 'failed', 2, { msAgo: dayMs })
  const { hours } = await getEndpointFigures(shop.context, path)
  expect(hours).toHaveLength(24)
  expect(hours.at(-1)).toEqual({ delivered: 3, attempted: 3 })
  expect(sum(hours).attempted).toBe(3)
})

test('what waits is counted, with the oldest', async () => {
  const { id } = await shop.post()
  await shop.post()
  const { waiting, answer, lastSuccessAt } = await getEndpointFigures(shop.context, path)
  expect(waiting).toMatchObject({ count: 2, more: false })
  expect(waiting.oldestAt!.getTime()).toBe(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
  expect(waiting.nextAttemptAt!.getTime()).toBeLessThanOrEqual((await databaseNow()).getTime())
  expect([answer, lastSuccessAt]).toEqual([null, null])
})

test('a list of endpoints has of each its own', async () => {
  const quiet = await shop.addEndpoint(url, { disabled: true })
  await count(endpoint, 'delivered', 4)
  await shop.post()
  const { rows, cursor } = await listEndpointSummaries(shop.context, { application: shop.uid })
  expect(cursor).toBeNull()
  expect(rows.map(({ id, state, waiting, hours }) => [id, state, waiting.count, sum(hours).attempted])).toEqual([
    [formatId('endpoint', quiet), 'disabled', 0, 0],
    [formatId('endpoint', endpoint), 'set-up', 1, 4],
  ])
})

test('applications are listed with what they have, and found by name, uid and id', async () => {
  await shop.addEndpoint(url)
  await count(endpoint, 'delivered', 4)
  await shop.post()
  const empty = await seedMerchant(shop.context)
  const id = formatId('application', shop.applicationId)
  const list = async (text: string) => (await listApplicationSummaries(shop.context, { text })).rows
  const all = await list('')
  expect(all.map(row => [row.id, row.endpointCount, row.lastMessageAt !== null, sum(row.hours).delivered])).toEqual([
    [formatId('application', empty.applicationId), 0, false, 0],
    [id, 2, true, 4],
  ])
  for (const text of [shop.uid, id]) expect((await list(text)).map(row => row.id)).toEqual([id])
  expect(await list('hop')).toHaveLength(2)
  expect(await list('%')).toEqual([])
})
