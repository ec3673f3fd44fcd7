import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { createRecorder, type Outcome } from '#server/deliveries/record.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { reasonName, stateName } from '#server/deliveries/state.ts'
import { formatId } from '#server/ids.ts'
import { type HotQueue, type Job, openQueue, type Queue } from '#server/queue.ts'
import { reap } from '#server/workers/sql.ts'
import { databaseNow, moveClock } from '#tests/support/clock.ts'
import { attemptRecord, outcomeOf } from '#tests/support/outcomes.ts'
import { attemptsOf, deliveriesOf, type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'

let queue: Queue
beforeAll(async () => {
  queue = await openQueue()
})
afterAll(() => queue.stop())
tidyAfterEach()

const url = 'http://127.0.0.1:9/unused'
const record = createRecorder(7)

const claim = async (name: HotQueue = 'deliver', limit = 500): Promise<Job[]> =>
  queue.fetch(name, limit, (await databaseNow()).getTime(), pool)

const failedAttempt = (status = 500) => attemptRecord({ status, error: status === 410 ? 'http_410' : 'http_5xx' })

const outcome = (job: Job, name: string, more: Partial<Outcome>): Outcome =>
  outcomeOf(
    { jobId: job.id, claim: job.retryCount, queue: name, messageId: job.data.m, endpointId: job.groupId },
    { trigger: job.data.t === 1 ? 'manual' : 'scheduled', ...more },
  )
const delivered = (job: Job, name: string = 'deliver') => outcome(job, name, {})
const retrying = (job: Job, delaySeconds = 300, name: string = 'deliver') =>
  outcome(job, name, { state: 'retrying', delaySeconds, attempt: failedAttempt() })

async function posted(shop: Merchant): Promise<{ id: string; job: Job }> {
  const { id } = await shop.post()
  const [job] = await claim()
  return { id, job: job! }
}

const shopWithEndpoint = async () => {
  const shop = await seedMerchant()
  return { shop, endpoint: await shop.addEndpoint(url) }
}
const jobCount = async (): Promise<number> =>
  (await pool.query<{ count: number }>(`select count(*)::int from pgboss.job where group_id is not null`)).rows[0]!.count
const endpointRow = async (id: string) => (await pool.query('select * from endpoint where id = $1', [id])).rows[0]

describe('an outcome', () => {
  test('success: state, attempt and statistics are there, the job is gone', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    expect(await record(delivered(job))).toBe('recorded')
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 2, attempt_count: 1, schedule_step: 1, job_id: null, failed_at: null })
    expect((await attemptsOf(id))[0]).toMatchObject({ number: 1, trigger: 0, superseded: false, status: 200, error: 0, worker_id: 7 })
    expect(await jobCount()).toBe(0)
    const { rows } = await pool.query('select outcome, bucket, count, total_us from delivery_stat where endpoint_id = $1', [endpoint])
    expect(rows).toEqual([{ outcome: 2, bucket: 6, count: 1, total_us: '2500' }])
  })

  test('failure: the next job is due when the schedule says, in the queue of later attempts', async () => {
    const { shop } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    await record(retrying(job, 300))
    const [delivery] = await deliveriesOf(id)
    expect(delivery).toMatchObject({ state: 1, attempt_count: 1, schedule_step: 1 })
    expect(await claim('retry')).toEqual([])
    expect(delivery!.next_attempt_at!.getTime() - (await databaseNow()).getTime()).toBeGreaterThan(299_000 - 5_000)
    await moveClock(301)
    expect(await claim('retry')).toEqual([expect.objectContaining({ id: delivery!.job_id, retryCount: 0, data: { m: id } })])
  })

  test('the end of the schedule: failed, with the moment of it', async () => {
    const { shop } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    await record(outcome(job, 'deliver', { state: 'failed', reason: 'exhausted', step: 10, attempt: failedAttempt() }))
    const [delivery] = await deliveriesOf(id)
    expect([stateName(delivery!.state), reasonName(delivery!.reason)]).toEqual(['failed', 'exhausted'])
    expect(delivery!.failed_at).not.toBeNull()
  })

  test('without an attempt nothing is counted as one', async () => {
    const { shop } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    await record(outcome(job, 'deliver', { state: 'canceled', reason: 'endpoint_disabled', attempt: null }))
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 5, attempt_count: 0, job_id: null })
    expect(await attemptsOf(id)).toEqual([])
  })

  test('the next attempt of an endpoint that got a lane meanwhile goes there', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const { job } = await posted(shop)
    await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [`lane/${endpoint}`])
    await pool.query(`insert into lane (endpoint_id, lease_key, reason, opened_at) values ($1, $1, 'slow', now())`, [endpoint])
    await record(retrying(job))
    const { rows } = await pool.query('select name from pgboss.job where group_id = $1', [endpoint])
    expect(rows).toEqual([{ name: `lane/${endpoint}` }])
  })
})

describe('the fence', () => {
  test('an outcome of a lost claim is kept with a number of its own, and changes nothing', async () => {
    const { shop } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    await moveClock(9)
    await pool.query({ ...reap, values: [8] })
    expect(await record(delivered(job))).toBe('superseded')
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 0, attempt_count: 1, schedule_step: 0, job_id: job.id })

    const [again] = await claim()
    expect(await record(retrying(job))).toBe('superseded')
    expect(await record(delivered(again!))).toBe('recorded')
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 2, attempt_count: 3, job_id: null })
    expect((await attemptsOf(id)).map(({ number, superseded, status }) => [number, superseded, status])).toEqual([
      [1, true, 200],
      [2, true, 500],
      [3, false, 200],
    ])
  })

  test('the same outcome recorded twice counts once', async () => {
    const { shop } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    const results = await Promise.all([record(retrying(job)), createRecorder(8)(retrying(job))])
    expect(results.sort()).toEqual(['recorded', 'superseded'])
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 1, attempt_count: 2, schedule_step: 1 })
  })

  test('a delivery that is gone with its week fails none of those recorded with it', async () => {
    const { shop } = await shopWithEndpoint()
    const messages = await Promise.all([shop.post(), shop.post(), shop.post()])
    const jobs = await claim()
    await pool.query('delete from delivery where message_id = $1', [messages[1]!.id])
    const results = await Promise.all(jobs.map(job => record(delivered(job))))
    const gone = jobs.findIndex(job => job.data.m === messages[1]!.id)
    expect(results).toEqual(jobs.map((_, at) => (at === gone ? 'superseded' : 'recorded')))
    await pool.query(`delete from pgboss.job where id = $1`, [jobs[gone]!.id])
  })
})

describe('a manual attempt', () => {
  const resend = async (shop: Merchant, message: string, endpoint: string): Promise<Job> => {
    await resendDelivery(shop.context, {
      application: shop.uid,
      message: formatId('message', message),
      endpoint: formatId('endpoint', endpoint),
    })
    return (await claim('replay'))[0]!
  }

  test('that succeeds delivers, and takes the scheduled job away, also one in flight', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    const manual = await resend(shop, id, endpoint)
    await record(delivered(manual, 'replay'))
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 2, attempt_count: 1, job_id: null })
    expect(await jobCount()).toBe(0)
    expect(await record(retrying(job))).toBe('superseded')
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 2, attempt_count: 2, job_id: null })
  })

  test('that fails leaves the schedule, its step and its job alone', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    await record(retrying(job, 300))
    const [before] = await deliveriesOf(id)
    const manual = await resend(shop, id, endpoint)
    await record(outcome(manual, 'replay', { state: 'failed', reason: 'exhausted', step: 1, attempt: failedAttempt() }))
    expect((await deliveriesOf(id))[0]).toEqual({ ...before, attempt_count: 2 })
    expect((await attemptsOf(id)).map(row => row.trigger)).toEqual([0, 1])
  })

  test('and a scheduled one that end at the same moment are both counted', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const { id, job } = await posted(shop)
    const manual = await resend(shop, id, endpoint)
    await Promise.all([record(retrying(job)), record(delivered(manual, 'replay'))])
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: 2, attempt_count: 2, job_id: null })
    expect((await attemptsOf(id)).map(row => row.number)).toEqual([1, 2])
  })
})

describe('the health of an endpoint', () => {
  test('is written when it flips: failing since the first failure, well with the first success', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    await record(retrying((await posted(shop)).job))
    const since = (await endpointRow(endpoint)).failing_since
    expect(since).not.toBeNull()
    await moveClock(60)
    await record(retrying((await posted(shop)).job))
    expect((await endpointRow(endpoint)).failing_since).toEqual(since)
    await record(delivered((await posted(shop)).job))
    expect((await endpointRow(endpoint)).failing_since).toBeNull()
  })

  test('counts 410 in a row', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const gone = async () =>
      record(outcome((await posted(shop)).job, 'deliver', { state: 'retrying', delaySeconds: 9, attempt: failedAttempt(410) }))
    await gone()
    await gone()
    expect(await endpointRow(endpoint)).toMatchObject({ gone_count: 2 })
    await record(retrying((await posted(shop)).job))
    expect(await endpointRow(endpoint)).toMatchObject({ gone_count: 0 })
  })

  test('says who disabled it, and keeps the first reason', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const disabling = { state: 'canceled', reason: 'endpoint_disabled', attempt: failedAttempt() } as const
    const jobs = [(await posted(shop)).job, (await posted(shop)).job]
    for (const [at, disableEndpoint] of ['receiver_command', 'gone'].entries())
      await record(outcome(jobs[at]!, 'deliver', { ...disabling, disableEndpoint }))
    expect(await endpointRow(endpoint)).toMatchObject({
      disabled: true,
      disabled_reason: 'receiver_command',
      disabled_at: expect.any(Date),
    })
  })

  test('is not judged by faults of our own', async () => {
    const { shop, endpoint } = await shopWithEndpoint()
    const { job } = await posted(shop)
    await record(
      outcome(job, 'deliver', { state: 'failed', reason: 'internal', attempt: attemptRecord({ status: null, error: 'internal' }) }),
    )
    expect((await endpointRow(endpoint)).failing_since).toBeNull()
  })
})

test('hundreds of outcomes of the same deliveries from several workers at once neither deadlock nor get lost', async () => {
  const { shop } = await shopWithEndpoint()
  await shop.addEndpoint(url)
  await Promise.all(Array.from({ length: 200 }, () => shop.post()))
  const jobs = await claim()
  expect(jobs).toHaveLength(400)
  const recorders = [createRecorder(1), createRecorder(2), createRecorder(3)]
  const results = await Promise.all(recorders.flatMap((write, i) => (i % 2 ? jobs : jobs.toReversed()).map(job => write(delivered(job)))))
  expect(results.filter(result => result === 'recorded')).toHaveLength(400)
  const { rows } = await pool.query(
    `select count(*)::int as deliveries, sum(attempt_count)::int as attempts from delivery where application_id = $1 and state = 2`,
    [shop.applicationId],
  )
  expect(rows[0]).toEqual({ deliveries: 400, attempts: 1_200 })
  expect(await jobCount()).toBe(0)
})
