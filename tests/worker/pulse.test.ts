import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { openQueue, type Queue } from '#server/queue.ts'
import { databaseNow } from '#tests/support/clock.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { attemptsOf, deliveriesOf, endedDelivery, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, tidyAfterEach } from '#tests/support/workers.ts'
import { type Claim, createClaims } from '#worker/claimed.ts'
import { createClock } from '#worker/clock.ts'
import { createPulse, type Pulse, type PulseLimits } from '#worker/pulse.ts'

let receiver: Receiver
let queue: Queue
beforeAll(async () => {
  receiver = await startReceiver()
  queue = await openQueue()
})
afterAll(() => Promise.all([receiver.close(), queue.stop()]))

const pulses: Pulse[] = []
afterEach(() => {
  for (const pulse of pulses.splice(0)) pulse.stop()
})
tidyAfterEach()

const limits: PulseLimits = { touchMs: 20, reapMs: 20, silentSeconds: 1.5, stopMs: 300, abortMs: 400 }

async function startPulse(options: { afterTouch?: () => Promise<void>; claims?: ReturnType<typeof createClaims> } = {}) {
  const { rows } = await pool.query<{ id: number }>(`insert into worker (name, version) values ('test', '0') returning id`)
  const clock = createClock((await databaseNow()).getTime(), performance.now())
  const claims = options.claims ?? createClaims()
  const pulse = createPulse({ workerId: rows[0]!.id, clock, claims, afterTouch: options.afterTouch ?? (async () => {}), limits })
  pulses.push(pulse)
  return { pulse, claims, clock, workerId: rows[0]!.id }
}

/** A job that is claimed, as by a worker that has died since. */
async function abandoned(answer = receiver.inbox()) {
  const shop = await seedMerchant()
  await shop.addEndpoint(answer.url)
  const { id } = await shop.post()
  const [job] = await queue.fetch('deliver', 1, (await databaseNow()).getTime(), pool)
  return { id, job: job!, inbox: answer }
}

const claimOf = (job: Claim['job'], ageMs: number): Claim => ({
  job,
  queue: 'deliver',
  source: 'deliver',
  since: performance.now() - ageMs,
  abort: new AbortController(),
})

const cutConnections = () =>
  pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)

describe('a worker that lives', () => {
  test('is seen, with what it holds, and keeps its jobs', async () => {
    const { job } = await abandoned()
    const claims = createClaims()
    claims.add(claimOf(job, 2_000))
    const { workerId } = await startPulse({ claims })
    await pool.query(`update pgboss.job set heartbeat_on = now() - interval '1 hour' where id = $1`, [job.id])
    await until('the job is touched', async () => {
      const { rows } = await pool.query(`select heartbeat_on > now() - interval '5 s' as touched from pgboss.job where id = $1`, [job.id])
      return rows[0].touched
    })
    await until(
      'the worker is seen',
      async () => (await pool.query('select in_flight from worker where id = $1', [workerId])).rows[0].in_flight === 1,
    )
  })

  test('tells the time of the database', async () => {
    const { clock } = await startPulse()
    expect(Math.abs(clock.now() - (await databaseNow()).getTime())).toBeLessThan(1_000)
  })

  test('does not touch a job that is another’s by now', async () => {
    const { job } = await abandoned()
    const claims = createClaims()
    claims.add(claimOf({ ...job, retryCount: job.retryCount - 1 }, 2_000))
    let touches = 0
    await pool.query(`update pgboss.job set heartbeat_on = now() - interval '1 s' where id = $1`, [job.id])
    await startPulse({ claims, afterTouch: async () => void touches++ })
    await until('it has touched', () => touches > 2)
    const { rows } = await pool.query(`select heartbeat_on < now() - interval '1 s' as untouched from pgboss.job where id = $1`, [job.id])
    expect(rows).toEqual([{ untouched: true }])
  })

  test('goes on touching while what comes after a touch is stuck', async () => {
    const { pulse } = await startPulse({ afterTouch: () => new Promise(() => {}) })
    const startedAt = performance.now()
    await until('time has passed', () => performance.now() - startedAt > limits.stopMs * 2)
    expect(pulse.maySend()).toBe(true)
  })
})

describe('a worker without a database', () => {
  test('stops sending, then aborts what it holds, and goes on by itself when the database is back', async () => {
    const { pulse, claims } = await startPulse()
    const claim = claimOf({ id: randomUUID(), data: { m: randomUUID() }, groupId: 'none', retryCount: 0 }, 0)
    claims.add(claim)
    // Touches wait for a lock: to the worker, the database does not answer.
    const blocker = await pool.connect()
    await blocker.query('begin; lock table worker in access exclusive mode')
    await until('it stops sending', () => !pulse.maySend())
    expect(claim.abort.signal.aborted).toBe(false)
    await until('it aborts', () => claim.abort.signal.aborted)
    await blocker.query('rollback')
    blocker.release()
    await until('it sends again', () => pulse.maySend())
  })

  test('whose connections are cut makes new ones', async () => {
    let touches = 0
    const { pulse } = await startPulse({ afterTouch: async () => void touches++ })
    await until('it touches', () => touches > 0)
    await cutConnections().catch(() => {})
    const before = touches
    await until('it touches again', () => touches > before + 2)
    expect(pulse.maySend()).toBe(true)
  })
})

describe('a worker that died', () => {
  test('is taken over: its delivery is made by another', async () => {
    const { id, inbox } = await abandoned()
    await startTestWorker()
    await inbox.arrived(1)
    expect(await endedDelivery(id)).toEqual({ state: 'delivered', reason: null, attempts: 1 })
  })

  test('and one that only seemed dead: what it saw is kept, and the delivery made by another counts', async () => {
    const inbox = receiver.inbox()
    const shop = await seedMerchant()
    await shop.addEndpoint(inbox.url)
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    let count = 0
    inbox.answerWith(() => (++count === 1 ? gate.then(() => ({ status: 500 })) : {}))
    const slow = await startTestWorker()
    const { id } = await shop.post()
    await inbox.arrived(1)
    // Nobody touched the job, as far as the database knows.
    await pool.query(`update pgboss.job set state = 'retry', data = jsonb_set(data, '{r}', '1') where group_id is not null`)
    await inbox.arrived(2)
    await until('the second attempt is recorded', async () => (await deliveriesOf(id))[0]!.state === 2)
    release()
    await until('the first is recorded too', async () => (await attemptsOf(id)).length === 2)
    expect((await attemptsOf(id)).map(({ number, superseded, status }) => ({ number, superseded, status }))).toEqual([
      { number: 1, superseded: false, status: 200 },
      { number: 2, superseded: true, status: 500 },
    ])
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 2, attempt_count: 2 })
    await until('it holds nothing', () => slow.inFlight() === 0)
  })

  test('is not taken over by one that has just come or come back: all get the time to touch what they hold', async () => {
    const { job } = await abandoned()
    await pool.query(`update pgboss.job set heartbeat_on = now() - interval '1 hour' where id = $1`, [job.id])
    const startedAt = performance.now()
    await startPulse()
    await until(
      'it is taken over',
      async () => (await pool.query('select state from pgboss.job where id = $1', [job.id])).rows[0].state === 'retry',
    )
    expect(performance.now() - startedAt).toBeGreaterThan(limits.silentSeconds * 1_000)
  })
})
