import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { until } from '#tests/support/until.ts'
import type { Loaded } from '#worker/claimed.ts'
import { createShares } from '#worker/shares.ts'

// Only what tells the time, so that it passes when the test says so.
beforeAll(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterAll(() => void vi.useRealTimers())
const pass = (ms: number) => vi.advanceTimersByTime(ms)

let made = 0
const claimOf = (endpoint: string) => ({ job: { id: `job-${made++}`, groupId: endpoint } }) as Loaded

/** Work that ends when the test says so. */
function gated() {
  const ends: (() => void)[] = []
  const work = () => new Promise<void>(resolve => ends.push(resolve))
  return { work, begun: () => ends.length, end: (at: number) => ends[at]!() }
}

test('an endpoint has so many requests in flight; the rest wait in order, and other endpoints don’t', async () => {
  const shares = createShares({ slots: 2, waitMs: 60_000, slowMs: 60_000 })
  const order: number[] = []
  const busy = gated()
  for (let i = 0; i < 5; i++)
    shares.run(claimOf('a'), () => {
      order.push(i)
      return busy.work()
    })
  const other = gated()
  shares.run(claimOf('b'), other.work)
  expect([busy.begun(), other.begun()]).toEqual([2, 1])
  busy.end(1)
  await until('the next begins', () => busy.begun() === 3)
  busy.end(0)
  await until('the next begins', () => busy.begun() === 4)
  expect(order).toEqual([0, 1, 2, 3])
})

test('what waits too long for a slow endpoint is taken out, once', async () => {
  const shares = createShares({ slots: 1, waitMs: 30, slowMs: 10 })
  const busy = gated()
  const claims = [claimOf('a'), claimOf('a'), claimOf('a')]
  for (const claim of claims) shares.run(claim, busy.work)
  expect(shares.takeOverdue()).toEqual([])
  pass(40)
  expect(shares.takeOverdue()).toEqual([{ endpointId: 'a', claims: claims.slice(1) }])
  expect(shares.takeOverdue()).toEqual([])
  busy.end(0)
  await new Promise(setImmediate)
  expect(busy.begun()).toBe(1)
})

test('what waits because this worker is slow, not the endpoint, stays', async () => {
  const shares = createShares({ slots: 1, waitMs: 30, slowMs: 30 })
  const quick = gated()
  for (let i = 0; i < 5; i++) shares.run(claimOf('a'), quick.work)
  // Each request takes 20 ms, and the last has waited for longer than 30.
  for (let i = 0; i < 3; i++) {
    pass(20)
    quick.end(i)
    await until('the next begins', () => quick.begun() === i + 2)
    expect(shares.takeOverdue()).toEqual([])
  }
})

test('all that waits can be taken at once', () => {
  const shares = createShares({ slots: 1, waitMs: 60_000, slowMs: 60_000 })
  const busy = gated()
  const claims = ['a', 'a', 'b', 'b'].map(claimOf)
  for (const claim of claims) shares.run(claim, busy.work)
  expect(shares.takeHeld()).toEqual([claims[1], claims[3]])
  expect(shares.takeHeld()).toEqual([])
})
