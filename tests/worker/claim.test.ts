import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { type HotQueue, openQueue, type Queue } from '#server/queue.ts'
import { seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'
import { createBurstWatch } from '#worker/burst.ts'
import { createClaimer } from '#worker/claim.ts'
import { type Claim, createClaims } from '#worker/claimed.ts'
import { createClock } from '#worker/clock.ts'
import { createSlots } from '#worker/slots.ts'

const claimOf = (id: string, ageMs = 0): Claim => ({
  job: { id, data: { m: 'message' }, groupId: 'endpoint', retryCount: 0 },
  queue: 'deliver',
  source: 'deliver',
  since: performance.now() - ageMs,
  abort: new AbortController(),
})

describe('what a worker holds', () => {
  test('is found by its age, the oldest first', () => {
    const claims = createClaims()
    const [old, young] = [claimOf('a', 2_000), claimOf('b')]
    claims.add(old)
    claims.add(young)
    expect(claims.olderThan(0)).toEqual([old, young])
    expect(claims.olderThan(1_000)).toEqual([old])
    expect([claims.remove(old), claims.remove(old)]).toEqual([true, false])
    expect(claims.size()).toBe(1)
  })

  // It stalled, the job was taken from it, and it claimed it again before its first attempt had ended.
  test('twice is two claims: the end of the first leaves the second held, and touched', () => {
    const claims = createClaims()
    const [first, between, second] = [claimOf('a', 20_000), claimOf('b', 10_000), claimOf('a')]
    for (const claim of [first, between, second]) claims.add(claim)
    expect(claims.olderThan(1_000)).toEqual([first, between])
    expect(claims.remove(first)).toBe(true)
    expect(claims.olderThan(0)).toEqual([between, second])
  })
})

describe('a burst', () => {
  test('is one endpoint with more than half of the last claims', () => {
    const watch = createBurstWatch(10)
    const note = (id: string, count: number) => {
      for (let i = 0; i < count; i++) watch.note(id)
    }
    note('a', 5)
    note('b', 5)
    expect(watch.majority()).toBeNull()
    note('b', 1)
    expect(watch.majority()).toBe('b')
    note('c', 5)
    expect(watch.majority()).toBeNull()
  })

  test('is nothing that a few claims can show', () => {
    const watch = createBurstWatch(10)
    for (let i = 0; i < 5; i++) watch.note('a')
    expect(watch.majority()).toBeNull()
  })
})

describe('a claimer', () => {
  let queue: Queue
  beforeAll(async () => {
    queue = await openQueue()
  })
  afterAll(() => queue.stop())
  tidyAfterEach()

  /** One with ten slots that accepts and lets go when the test says so. */
  function start(options: { maySend?: () => boolean; name?: HotQueue } = {}) {
    const stop = new AbortController()
    const held: Claim[] = []
    const opened: [string, string][] = []
    const slots = createSlots(10)
    const name = options.name ?? 'deliver'
    const claimer = createClaimer({
      name,
      queue,
      clock: createClock(Date.now(), performance.now()),
      slots,
      maySend: options.maySend ?? (() => true),
      accept: async claims => void held.push(...claims),
      openLane: async (endpoint, reason) => void opened.push([endpoint, reason]),
      giveBack: async () => {},
      signal: stop.signal,
    })
    const ended = claimer.run()
    return {
      held,
      opened,
      claimer,
      letGo: (count: number) => {
        for (const _ of held.splice(0, count)) slots.release(name)
        claimer.wakeForRoom()
      },
      stop: async () => {
        stop.abort()
        claimer.wake()
        await ended
        await pool.query(`update pgboss.job set state = 'retry' where state = 'active'`)
      },
    }
  }

  const backlog = async (count: number) => {
    const shop = await seedMerchant()
    const endpoint = await shop.addEndpoint('http://127.0.0.1:9/unused')
    await Promise.all(Array.from({ length: count }, () => shop.post()))
    return endpoint
  }

  test('takes what there is room for, and more when there is room again', async () => {
    await backlog(30)
    const { held, letGo, stop } = start()
    await until('its share is full', () => held.length >= 6)
    const full = held.length
    expect(full).toBeLessThanOrEqual(10)
    letGo(full)
    await until('it takes more', () => held.length > 0)
    await stop()
  })

  test('is woken by a message, and does not wait for its poll', async () => {
    const { held, claimer, letGo, stop } = start()
    const startedAt = performance.now()
    for (let count = 0; count < 6; count++) {
      await backlog(1)
      claimer.wake()
      await until('the message is claimed', () => held.length === 1)
      letGo(1)
    }
    // Six polls would take three seconds.
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    await stop()
  })

  test('finds a message by itself when the notification was lost', async () => {
    const { held, stop } = start()
    await backlog(1)
    await until('the message is claimed', () => held.length === 1, 2_000)
    await stop()
  })

  test('claims nothing while the worker must not send', async () => {
    await backlog(1)
    let may = false
    let asked = 0
    const maySend = () => {
      asked++
      return may
    }
    const { held, claimer, stop } = start({ maySend })
    claimer.wake()
    await until('it has looked twice', () => asked > 1)
    expect(held).toEqual([])
    may = true
    claimer.wake()
    await until('it claims', () => held.length === 1)
    await stop()
  })
})
