import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { createRecorder, type Outcome } from '#server/deliveries/record.ts'
import { openQueue, type Queue } from '#server/queue.ts'
import { reap } from '#server/workers/sql.ts'
import { databaseNow, moveClock } from '#tests/support/clock.ts'
import { createHandWorker } from '#tests/support/hand-worker.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { attemptsOf, endedDelivery, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'
import { createClock } from '#worker/clock.ts'
import { deliver } from '#worker/deliver.ts'
import { createSender } from '#worker/send.ts'

let queue: Queue
beforeAll(async () => {
  queue = await openQueue()
})
afterAll(() => queue.stop())
tidyAfterEach()

const never = new Promise<never>(() => {})

describe('a payload that kills the worker that handles it', () => {
  /** Set to the first that is handled, so that all others of its batch wait behind it. */
  let poison: string | null = null

  /** One life of a worker: it ends when it meets the payload, or when there is no more to do. Returns whether it died. */
  async function live(): Promise<boolean> {
    const sender = createSender({ allowSubnets: ['127.0.0.0/8'] })
    const clock = createClock((await databaseNow()).getTime(), performance.now())
    const recordOutcome = createRecorder(1)
    let dead = false
    const worker = createHandWorker(queue, {
      deliverOne: async claim => {
        await new Promise(setImmediate)
        poison ??= claim.job.data.m
        if (claim.job.data.m === poison && (claim.job.data.r ?? 0) < 5) dead = true
        if (dead) return never
        // What it has sent when it dies stays unrecorded.
        const record = (outcome: Outcome) => (dead ? never : recordOutcome(outcome))
        return deliver(claim, { clock, sender, timeoutMs: 5_000, record }).catch(() => never)
      },
    })
    while (!dead && (await worker.claimAll('deliver')) > 0) await new Promise(setImmediate)
    await until('it is dead or done', () => dead || worker.claims.size() === 0)
    sender.close()
    return dead
  }

  const takeOver = async () => {
    await moveClock(9)
    await pool.query({ ...reap, values: [8] })
  }

  test('fails after five tries, visibly; all that died with it are sent at the first take-over', async () => {
    const receiver = await startReceiver()
    const inbox = receiver.inbox()
    const shop = await seedMerchant()
    await shop.addEndpoint(inbox.url)
    const messages = await Promise.all(Array.from({ length: 30 }, () => shop.post()))
    expect(await live()).toBe(true)
    expect(inbox.received).toEqual([])
    await takeOver()
    // It kills the next worker too, which held nothing else; another one does the rest.
    expect(await live()).toBe(true)
    expect(await live()).toBe(false)
    for (const { id } of messages.filter(message => message.id !== poison)) expect((await endedDelivery(id)).state).toBe('delivered')

    let deaths = 2
    for (;;) {
      await takeOver()
      if (!(await live())) break
      deaths++
    }
    expect(deaths).toBe(5)
    expect(await endedDelivery(poison!)).toEqual({ state: 'failed', reason: 'internal', attempts: 1 })
    expect(await attemptsOf(poison!)).toEqual([expect.objectContaining({ status: null, error_detail: expect.stringContaining('5 times') })])
    await receiver.close()
  })
})

describe('claims that can’t be made deliveries', () => {
  test('without a delivery any more are dropped, and take no slot', async () => {
    const shop = await seedMerchant()
    await shop.addEndpoint('http://127.0.0.1:9/unused')
    await Promise.all([shop.post(), shop.post()])
    await pool.query('delete from delivery where application_id = $1', [shop.applicationId])
    const worker = createHandWorker(queue, { deliverOne: () => never })
    expect(await worker.claimAll('deliver')).toBe(2)
    expect([worker.claims.size(), worker.slots.active()]).toEqual([0, 0])
    expect((await pool.query('select from pgboss.job where group_id is not null')).rowCount).toBe(0)
  })

  test('of an endpoint that can’t be decrypted wait, and hold up none of their batch', async () => {
    const shop = await seedMerchant()
    const broken = await shop.addEndpoint('http://127.0.0.1:9/broken')
    await shop.addEndpoint('http://127.0.0.1:9/sound')
    await pool.query(`update endpoint set secrets = 'lost.key' where id = $1`, [broken])
    await Promise.all(Array.from({ length: 5 }, () => shop.post()))
    const delivered: string[] = []
    const worker = createHandWorker(queue, {
      deliverOne: async claim => {
        delivered.push(claim.endpoint.url)
        return never
      },
    })
    await worker.claimAll('deliver')
    expect(delivered).toEqual(Array(5).fill('http://127.0.0.1:9/sound'))
    const { rows } = await pool.query(
      `select state, start_after > pgboss.job_now() + interval '20 s' as later, count(*)::int from pgboss.job where group_id = $1 group by 1, 2`,
      [broken],
    )
    expect(rows).toEqual([{ state: 'retry', later: true, count: 5 }])
  })
})
