import { beforeEach, expect, test } from 'vitest'
import { makeContext } from '#server/context.ts'
import { pool } from '#server/db.ts'
import type { Id } from '#server/ids.ts'
import { openLane } from '#server/lanes/sql.ts'
import { getSystem } from '#server/system/queries.ts'
import { version } from '#server/version.ts'
import { moveClock, resetClock } from '#tests/support/clock.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'
import { forgetExpired } from '#worker/tasks/expiry.ts'
import { reconcile } from '#worker/tasks/reconcile.ts'

tidyAfterEach()

const url = 'http://127.0.0.1:9/'

let shop: Merchant
let endpoint: string
beforeEach(async () => {
  await resetClock()
  await pool.query('truncate worker, reconciler_finding')
  shop = await seedMerchant()
  endpoint = await shop.addEndpoint(url)
})

const queue = async (name: string) => (await getSystem(shop.context)).queues.find(each => each.name === name)!

test('workers: those that are alive first', async () => {
  await pool.query(
    `insert into worker (name, version, in_flight, started_at, seen_at)
     values ('silent', '0.1.0', 5, now() - interval '1 day', now() - interval '31 s'), ('alive', '0.2.0', 7, now() - interval '1 h', now())`,
  )
  expect((await getSystem(shop.context)).workers).toMatchObject([
    { name: 'alive', version: '0.2.0', inFlight: 7, alive: true, startedAt: expect.any(Date) },
    { name: 'silent', alive: false, seenAt: expect.any(Date) },
  ])
})

test('queues: what is due and for how long, by queue', async () => {
  await shop.post()
  await shop.post()
  await pool.query(
    `update pgboss.job set start_after = now() - interval '90 s', priority = due_priority(now() - interval '90 s') where name = 'deliver' and group_id = $1`,
    [endpoint],
  )
  expect(await queue('deliver')).toMatchObject({ due: 2, more: false })
  expect((await queue('deliver')).oldestDueSeconds).toBeGreaterThanOrEqual(90)
  expect((await queue('deliver')).about).toBeGreaterThanOrEqual(2)
  expect(await queue('retry')).toMatchObject({ due: 0, oldestDueSeconds: 0 })
  await pool.query(
    `update pgboss.job set start_after = now() + interval '1 h', priority = due_priority(now() + interval '1 h') where name = 'deliver'`,
  )
  expect(await queue('deliver')).toMatchObject({ due: 0, oldestDueSeconds: 0 })
})

test('lanes are one queue, and told by why they are open', async () => {
  await pool.query({ ...openLane, values: [endpoint, 'slow', 1, 8] })
  await shop.post()
  expect(await queue('lanes')).toMatchObject({ due: 1 })
  expect((await getSystem(shop.context)).lanes).toEqual([{ reason: 'slow', count: 1 }])
})

test('what was accepted in the last minute, in every environment', async () => {
  await moveClock(120)
  const before = (await getSystem(shop.context)).ingest.perMinute
  const other = await seedMerchant()
  for (const each of [shop, shop, other]) await each.post()
  expect((await getSystem(shop.context)).ingest).toEqual({ perMinute: before + 3, more: false })
})

test('sizes by week, and of the rest by what it is for', async () => {
  const { weeks, others, databaseBytes, weeksAhead, versions } = await getSystem(shop.context)
  expect(weeks.map(({ week }) => week)).toEqual(weeks.map(({ week }) => week).toSorted((a, b) => b - a))
  expect(weeks.filter(week => week.message > 0 && week.delivery > 0 && week.attempt > 0 && week.payload > 0)).toHaveLength(5)
  expect(others.map(({ name }) => name).sort()).toEqual(['Everything else', 'Keys of messages', 'Queue', 'Statistics'])
  const sum = others.reduce((total, { bytes }) => total + bytes, 0)
  expect(sum).toBeGreaterThan(0)
  expect(sum).toBeLessThan(databaseBytes)
  expect(weeksAhead).toBeGreaterThanOrEqual(2)
  expect(versions).toEqual({ posthorn: version, node: process.versions.node, postgres: expect.stringMatching(/^\d+/) })
})

test('what the reconciler repaired is kept for 90 days', async () => {
  const { id } = await shop.post()
  await pool.query(`delete from pgboss.job where data ->> 'm' = $1`, [id])
  await reconcile(pool)
  await reconcile(pool)
  expect((await getSystem(shop.context)).findings).toEqual([{ foundAt: expect.any(Date), withoutJob: 1, withNeedlessJob: 0 }])
  await moveClock(91 * 86_400)
  await forgetExpired(new AbortController().signal)
  expect((await getSystem(shop.context)).findings).toEqual([])
  await resetClock()
})

test('is for admins', async () => {
  const actor = { kind: 'user', id: 'u' as Id<'user'>, role: 'developer' } as const
  await expect(getSystem(makeContext({ ...shop.context, actor }))).rejects.toMatchObject({ code: 'insufficient_access' })
})
