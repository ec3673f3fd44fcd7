import { describe, expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { getEndpointWithHealth, judgeHealth } from '#server/endpoints/health.ts'
import type { PulseRow } from '#server/endpoints/health-sql.ts'
import { patchEndpoint } from '#server/endpoints/mutations.ts'
import { setPaused } from '#server/endpoints/pause.ts'
import type { Endpoint } from '#server/generated/prisma/client.ts'
import { formatId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { here, setUpHandWorker } from '#tests/support/hand-worker.ts'
import { seedMerchant } from '#tests/support/seed.ts'

setUpHandWorker()

async function seed() {
  const shop = await seedMerchant()
  const inbox = here.receiver.inbox()
  const endpoint = await shop.addEndpoint(inbox.url)
  const path = { application: shop.uid, endpoint: formatId('endpoint', endpoint) }
  const post = async (status: number, times = 1): Promise<void> => {
    inbox.answerWith({ status, headers: { server: 'shop/1.0' } })
    for (let time = 0; time < times; time++) {
      await shop.post()
      await here.worker.work('deliver')
    }
  }
  const health = async () => (await getEndpointWithHealth(shop.context, path)).health
  const column = async (name: string): Promise<string | undefined> =>
    (await pool.query<Record<string, Date | null>>(`select * from endpoint where id = $1`, [endpoint])).rows[0]![name]?.toISOString()
  return { shop, path, post, health, column }
}

const calm = { firstFailure: null, lastSuccess: null }

describe('health', () => {
  test('is set up until the first success, then healthy; a failure or four change nothing', async () => {
    const { post, health, column } = await seed()
    expect(await health()).toEqual({ state: 'set-up', since: await column('created_at'), ...calm })
    await post(500)
    expect(await health()).toMatchObject({ state: 'set-up' })
    await post(200)
    const healthy = { state: 'healthy', since: await column('first_success_at'), ...calm }
    expect(await health()).toEqual(healthy)
    await post(500, 4)
    expect(await health()).toEqual(healthy)
    await post(200)
    expect(await health()).toEqual(healthy)
  })

  test('fails with the fifth failure in a row, and tells the first one and the success before it', async () => {
    const { post, health, column } = await seed()
    await post(204)
    await moveClock(60)
    await post(503)
    const since = await column('failing_since')
    await post(500, 4)
    const { state, firstFailure, lastSuccess, ...rest } = await health()
    expect([state, rest.since]).toEqual(['failing', since])
    expect(firstFailure).toEqual({ timestamp: expect.any(String), error: 'http_5xx', responseStatusCode: 503 })
    expect(lastSuccess).toMatchObject({ responseStatusCode: 204, address: '127.0.0.1' })
    expect(lastSuccess!.responseHeaders).toContainEqual(['server', 'shop/1.0'])
  })

  test('has recovered for a day with the first success after that, and still tells what it was', async () => {
    const { post, health, column } = await seed()
    await post(200)
    await post(500, 5)
    const failedFrom = await column('failing_since')
    await moveClock(600)
    await post(200)
    expect(await column('failed_from')).toBe(failedFrom)
    expect(await health()).toMatchObject({
      state: 'recovered',
      since: await column('recovered_at'),
      firstFailure: { responseStatusCode: 500 },
      lastSuccess: { responseStatusCode: 200 },
    })
    await moveClock(24 * 3_600)
    expect(await health()).toMatchObject({ state: 'healthy', ...calm })
  })

  test('fails without any success before it, too', async () => {
    const { post, health } = await seed()
    await post(404, 5)
    expect(await health()).toMatchObject({ state: 'failing', firstFailure: { error: 'http_404' }, lastSuccess: null })
  })

  test('is what somebody decided, paused or disabled', async () => {
    const { shop, path, post, health, column } = await seed()
    await post(200)
    await setPaused(shop.context, path, true, prisma)
    expect(await health()).toEqual({ state: 'paused', since: await column('paused_at'), ...calm })
    await patchEndpoint(shop.context, path, { disabled: true }, prisma)
    expect(await health()).toEqual({ state: 'disabled', since: await column('disabled_at'), ...calm })
  })

  test('is slowing with more than one 429 in a hundred', async () => {
    const { post, health } = await seed()
    await post(200, 19)
    expect(await health()).toMatchObject({ state: 'healthy' })
    await post(429)
    expect(await health()).toMatchObject({ state: 'slowing', ...calm })
    await moveClock(3_700)
    expect(await health()).toMatchObject({ state: 'healthy' })
  })

  test('is written when it flips, and not with every success', async () => {
    const { post, column } = await seed()
    const version = async () => (await pool.query('select xmin::text from endpoint order by id desc limit 1')).rows[0].xmin
    await post(200)
    const [before, first] = [await version(), await column('first_success_at')]
    await post(200, 3)
    expect([await version(), await column('first_success_at')]).toEqual([before, first])
  })
})

test('slowing is judged by three times the norm, and only where there is enough to judge by', () => {
  const firstSuccessAt = new Date(0)
  const row = { disabled: false, pausedAt: null, failingSince: null, firstSuccessAt, recoveredAt: null } as Endpoint
  const now = new Date()
  // Bucket 28 ends at 128 ms.
  const pulse: PulseRow = {
    ...{ now, failing: false, recent_count: 20, refused_count: 0, refused_since: null, recent_since: now },
    ...{ p95_us: 385_000, norm_bucket: 28, norm_count: 100 },
  }
  const stateOf = (more: Partial<PulseRow>) => judgeHealth(row, { ...pulse, ...more }).state
  expect(stateOf({})).toBe('slowing')
  expect(stateOf({ p95_us: 384_000 })).toBe('healthy')
  expect(stateOf({ recent_count: 19 })).toBe('healthy')
  expect(stateOf({ norm_count: 99 })).toBe('healthy')
  expect(stateOf({ norm_bucket: null, norm_count: 0 })).toBe('healthy')
})
