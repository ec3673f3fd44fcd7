import { beforeEach, describe, expect, test } from 'vitest'
import { makeOperational } from '#server/auth/operational.ts'
import { pool, prisma, transaction } from '#server/db.ts'
import { getMissed } from '#server/endpoints/missed.ts'
import { createEndpoint, patchEndpoint } from '#server/endpoints/mutations.ts'
import { setPaused } from '#server/endpoints/pause.ts'
import { EndpointIn } from '#server/endpoints/schema.ts'
import { formatId } from '#server/ids.ts'
import { moveClock } from '#tests/support/clock.ts'
import { here, setUpHandWorker } from '#tests/support/hand-worker.ts'
import type { Inbox } from '#tests/support/receiver.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { watchFailingEndpoints } from '#worker/tasks/failing-endpoints.ts'

setUpHandWorker()
beforeEach(async () => {
  await pool.query('delete from worker_uptime; update endpoint set deleted_at = now()')
})

const hour = 3_600
const watch = () => transaction(watchFailingEndpoints)

type Patient = { shop: Merchant; inbox: Inbox; endpoint: string; path: { application: string; endpoint: string } }

/** An endpoint that answers 500, in an environment where somebody listens. */
async function patient(): Promise<Patient> {
  const shop = await seedMerchant()
  const { context, application } = await makeOperational(shop.context, prisma)
  await createEndpoint(context, application, EndpointIn.parse({ url: here.receiver.inbox().url }), prisma)
  const inbox = here.receiver.inbox({ status: 500 })
  const endpoint = await shop.addEndpoint(inbox.url)
  return { shop, inbox, endpoint, path: { application: shop.uid, endpoint: formatId('endpoint', endpoint) } }
}

async function post({ shop }: Patient): Promise<void> {
  await shop.post()
  await here.worker.work('deliver')
}

/** Hours go by with workers at work; a message every ten hours, when asked for. */
async function pass(hours: number, posting?: Patient): Promise<void> {
  for (let step = 1; step <= hours * 5; step++) {
    await moveClock(hour / 5)
    if (posting && step % 50 === 0) await post(posting)
    await watch()
  }
}

const stateOf = async ({ endpoint }: Patient) => {
  const { rows } = await pool.query('select disabled, disabled_reason, warned_days from endpoint where id = $1', [endpoint])
  const { disabled, disabled_reason, warned_days } = rows[0]
  return { disabled, reason: disabled_reason, warned: warned_days }
}

async function toldOf({ shop }: Patient): Promise<[string, unknown][]> {
  const { rows } = await pool.query<{ type: string; days: number | null; trigger: string | null }>(
    `select m.event_type as type, e #>> '{data,days}' as days, e #>> '{data,trigger}' as trigger from application a
     join message m on m.application_id = a.id join payload p on p.message_id = m.id
     cross join lateral (select convert_from(p.body, 'UTF8')::json as e) parsed
     where a.environment_id = $1 and a.internal and m.event_type in ('endpoint.failing', 'endpoint.disabled') order by m.id`,
    [shop.context.environmentId],
  )
  return rows.map(({ type, days, trigger }) => [type, days ?? trigger])
}

describe('an endpoint that only fails', () => {
  test('is warned about after one day and three, once each, and disabled after five', async () => {
    const sick = await patient()
    await watch()
    await post(sick)
    await pass(20, sick)
    expect([await stateOf(sick), await toldOf(sick)]).toEqual([{ disabled: false, reason: null, warned: 0 }, []])
    await pass(10, sick)
    expect(await toldOf(sick)).toEqual([['endpoint.failing', '1']])
    await pass(50, sick)
    expect(await stateOf(sick)).toEqual({ disabled: false, reason: null, warned: 3 })
    await pass(38, sick)
    expect(await stateOf(sick)).toMatchObject({ disabled: false })
    await pass(10, sick)
    expect(await stateOf(sick)).toEqual({ disabled: true, reason: 'failing', warned: 3 })
    await pass(5)
    expect(await toldOf(sick)).toEqual([
      ['endpoint.failing', '1'],
      ['endpoint.failing', '3'],
      ['endpoint.disabled', 'automatic'],
    ])
  })

  test('is not disabled while nothing was tried for twelve hours', async () => {
    const sick = await patient()
    await watch()
    await post(sick)
    await pass(125)
    expect(await stateOf(sick)).toEqual({ disabled: false, reason: null, warned: 0 })
    await post(sick)
    await watch()
    expect(await stateOf(sick)).toMatchObject({ disabled: true })
  })

  test('begins anew with one success', async () => {
    const sick = await patient()
    await watch()
    await post(sick)
    await pass(100, sick)
    sick.inbox.answerWith({})
    await post(sick)
    sick.inbox.answerWith({ status: 500 })
    expect(await stateOf(sick)).toMatchObject({ warned: 0 })
    await post(sick)
    await pass(30, sick)
    expect([await stateOf(sick), await toldOf(sick)]).toEqual([
      { disabled: false, reason: null, warned: 1 },
      [
        ['endpoint.failing', '1'],
        ['endpoint.failing', '3'],
        ['endpoint.failing', '1'],
      ],
    ])
  })

  test('is left alone where the environment says so, and while it is paused', async () => {
    const [kept, paused] = [await patient(), await patient()]
    await pool.query('update environment set disable_endpoint_on_failure = false where id = $1', [kept.shop.context.environmentId])
    await watch()
    for (const each of [kept, paused]) await post(each)
    await setPaused(paused.shop.context, paused.path, true, prisma)
    await pass(121)
    await post(kept)
    await watch()
    expect([await stateOf(kept), await stateOf(paused)]).toMatchObject([{ disabled: false }, { disabled: false, warned: 0 }])
    await setPaused(paused.shop.context, paused.path, false, prisma)
    await post(paused)
    await watch()
    expect(await stateOf(paused)).toMatchObject({ disabled: false })
  })
})

describe('never for what was our own fault', () => {
  test('days on which no worker was at work do not count', async () => {
    const sick = await patient()
    await watch()
    await post(sick)
    await pass(30, sick)
    await moveClock(5 * 24 * hour)
    await watch()
    await post(sick)
    await pass(40, sick)
    expect(await stateOf(sick)).toEqual({ disabled: false, reason: null, warned: 1 })
    await pass(60, sick)
    expect(await stateOf(sick)).toMatchObject({ disabled: true })
  })

  test('an attempt that failed for a fault of ours is not the failure of the last hours', async () => {
    const sick = await patient()
    await watch()
    await post(sick)
    await pass(121)
    await post(sick)
    await pool.query('update attempt set error = 25 where endpoint_id = $1', [sick.endpoint])
    await watch()
    expect(await stateOf(sick)).toMatchObject({ disabled: false, warned: 0 })
  })
})

test('what an endpoint missed while it was disabled is counted, until it is sent', async () => {
  const sick = await patient()
  const missed = () => getMissed(sick.shop.context, sick.path)
  expect(await missed()).toEqual({ since: null, until: null, reason: null, count: 0, exact: true })
  await post(sick) // waits for its second attempt
  await patchEndpoint(sick.shop.context, sick.path, { disabled: true }, prisma)
  for (const _ of [1, 2]) await sick.shop.post()
  await moveClock(10)
  await here.worker.work('retry')
  expect(await missed()).toEqual({ since: expect.any(String), until: null, reason: 'by_user', count: 3, exact: true })
  await patchEndpoint(sick.shop.context, sick.path, { disabled: false }, prisma)
  sick.inbox.answerWith({})
  await post(sick)
  expect(await missed()).toEqual({ since: expect.any(String), until: expect.any(String), reason: null, count: 3, exact: true })
  await pool.query(`update delivery set state = 2, reason = null where endpoint_id = $1 and state = 4`, [sick.endpoint])
  expect(await missed()).toMatchObject({ count: 1 })
})
