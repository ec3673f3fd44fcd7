import { describe, expect, test } from 'vitest'
import { byKey } from '#server/by-key.ts'
import { pool } from '#server/db.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { formatId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { violations } from '#tests/support/invariant.ts'
import { cancel, here, post, read, replay, runToEnd, sentIds, setUpReplays, stateOf, step } from '#tests/support/replays.ts'
import { attemptsOf, deliveriesOf } from '#tests/support/seed.ts'
import { stepReplay } from '#worker/replays/step.ts'

setUpReplays()

describe('what is sent', () => {
  test.each(['failed', 'canceled'] as const)('%s: pending again at step 0 with one scheduled job, oldest first', async state => {
    const ids = await post(3, state)
    const id = await replay({ states: [state] })
    await step(id)
    for (const message of ids) {
      const [delivery] = await deliveriesOf(message)
      expect(delivery).toMatchObject({ state: 0, reason: null, schedule_step: 0, failed_at: null, job_id: expect.any(String) })
    }
    expect(await violations(pool)).toEqual([])
    await here.worker.work('replay')
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'finished', total: 3, admitted: 3, delivered: 3, failed: 0, skipped: 0 })
    expect(sentIds().sort()).toEqual(ids)
    expect((await attemptsOf(ids[0]!)).map(({ trigger }) => trigger)).toEqual([0])
  })

  test('missing: a delivery is made', async () => {
    const messages = await post(2, 'delivered')
    const late = here.receiver.inbox()
    const lateId = await here.shop.addEndpoint(late.url, { uid: 'late' })
    const id = await replay({ endpointId: 'late', states: ['missing'] })
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', total: 2, delivered: 2 })
    expect(late.received).toHaveLength(2)
    expect(here.inbox.received).toEqual([])
    expect((await deliveriesOf(messages[0]!)).find(row => row.endpoint_id === lateId)).toMatchObject({ state: 2, attempt_count: 1 })
  })

  test('delivered: one attempt more, and it stays delivered, whatever comes of it', async () => {
    const [message] = await post(1, 'delivered')
    here.inbox.answerWith({ status: 500 })
    expect(await runToEnd(await replay({ states: ['delivered'] }))).toMatchObject({ state: 'finished', delivered: 0, failed: 1 })
    expect(await stateOf(message!)).toBe('delivered')
    expect((await attemptsOf(message!)).map(({ trigger }) => trigger)).toEqual([1])
  })

  test('retrying: an attempt beside the schedule, which its failure leaves alone and its success ends', async () => {
    const [fails, succeeds] = await post(2, 'retrying')
    here.inbox.answerWith(({ headers }) => ({ status: headers['webhook-id'] === formatId('message', fails!) ? 500 : 200 }))
    const [before] = await deliveriesOf(fails!)
    expect(await runToEnd(await replay({ states: ['retrying'] }))).toMatchObject({ state: 'finished', delivered: 1, failed: 1 })
    expect((await deliveriesOf(fails!))[0]).toEqual({ ...before, attempt_count: before!.attempt_count + 1 })
    expect(await stateOf(succeeds!)).toBe('delivered')
  })

  test('retrying, and delivered by its schedule before the replay came to it: not sent a second time', async () => {
    const [message] = await post(1, 'retrying')
    const id = await replay({ states: ['retrying'] })
    await step(id)
    await pool.query(
      `update pgboss.job set start_after = pgboss.job_now(), priority = due_priority(pgboss.job_now()) where name = 'deliver'`,
    )
    await here.worker.work('deliver')
    await here.worker.work('replay')
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'finished', delivered: 1 })
    expect(sentIds()).toEqual([message])
  })

  test('one that fails goes on by a schedule of its own', async () => {
    const [message] = await post(1)
    here.inbox.answerWith([{ status: 500 }, { status: 200 }])
    expect(await runToEnd(await replay())).toMatchObject({ state: 'finished', delivered: 0, failed: 1, reason: null })
    expect(await stateOf(message!)).toBe('retrying')
    await moveClock(10)
    await here.worker.work('retry')
    expect(await stateOf(message!)).toBe('delivered')
  })

  test('what changed between preview and sending is left alone', async () => {
    const ids = await post(2)
    const id = await replay()
    await resendDelivery(here.shop.context, { application: here.shop.uid, message: formatId('message', ids[0]!), endpoint: 'hook' })
    await here.worker.work('replay')
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', total: 2, admitted: 1, delivered: 1 })
    expect(sentIds()).toEqual(ids)
  })

  test('an endpoint that was disabled meanwhile stops it; what was in flight is canceled', async () => {
    const ids = await post(3)
    const id = await replay({ rate: 1 })
    await step(id)
    await pool.query('update endpoint set disabled = true where id = $1', [here.endpoint])
    await stepReplay(id)
    expect(await read(id)).toMatchObject({ state: 'failed', reason: 'The endpoint was disabled.', admitted: 0 })
    for (const message of ids) expect(await stateOf(message)).toBe('failed')
  })

  test('into the endpoint’s lane where there is one', async () => {
    await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [`lane/${here.endpoint}`])
    await pool.query(`insert into lane (endpoint_id, lease_key, reason, opened_at) values ($1, $1, 'slow', now())`, [here.endpoint])
    await post(1)
    const id = await replay()
    await step(id)
    const { rows } = await pool.query('select name from pgboss.job where group_id = $1', [here.endpoint])
    expect(rows).toEqual([{ name: `lane/${here.endpoint}` }])
    expect(await cancel(id)).toMatchObject({ state: 'canceled', admitted: 0 })
  })
})

test('2,000 are counted and sent once each, although few wait at a time', async () => {
  await pool.query(
    `with m as (
       insert into message (id, environment_id, application_id, event_type, expires_at)
       select uuid_v7(), $1, $2, 'order.paid', now() + interval '1 day' from generate_series(1, 2000) returning id, expires_at),
     p as (insert into payload (expiry_week, message_id, body) select week_of(expires_at), id, '{}' from m)
     insert into delivery (message_id, endpoint_id, application_id, event_type, state, failed_at)
     select id, $3, $2, 'order.paid', 3, now() from m`,
    [here.shop.context.environmentId, here.shop.applicationId, here.endpoint],
  )
  const id = await replay()
  // Presets have no pace.
  await pool.query('update replay set rate = null, total = 0, total_exact = false, counted_message_id = cursor_message_id where id = $1', [
    id,
  ])
  let most = 0
  for (let over = false; !over; ) {
    over = (await stepReplay(id))?.state === 'finished'
    most = Math.max(most, await here.worker.work('replay'))
  }
  expect(await read(id)).toMatchObject({ state: 'finished', total: 2_000, totalIsExact: true, admitted: 2_000, delivered: 2_000 })
  expect(new Set(sentIds()).size).toBe(2_000)
  expect(here.inbox.received).toHaveLength(2_000)
  expect(most).toBe(300)
})

test('a replay whose count goes on is not walked beyond what was counted', async () => {
  await post(5)
  const id = await replay()
  await pool.query('update replay set total = 0, total_exact = false where id = $1', [id])
  await pool.query('update replay set counted_message_id = cursor_message_id, counted_endpoint_id = cursor_endpoint_id where id = $1', [id])
  await byKey(async db => {
    await db.query('select from replay where id = $1 for update', [id])
    expect(await stepReplay(id)).toBeNull()
  })
  expect(await runToEnd(id)).toMatchObject({ total: 5, totalIsExact: true, delivered: 5 })
})
