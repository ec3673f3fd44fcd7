import { describe, expect, test } from 'vitest'
import { deleteApplication } from '#server/applications/mutations.ts'
import { findApplication, listApplications } from '#server/applications/queries.ts'
import { ApplicationList } from '#server/applications/schema.ts'
import { makeOperational, type Operational } from '#server/auth/operational.ts'
import { pool, prisma } from '#server/db.ts'
import { createRecorder } from '#server/deliveries/record.ts'
import { resendDelivery } from '#server/deliveries/resend.ts'
import { setEndpointHeaders } from '#server/endpoints/headers.ts'
import { createEndpoint, deleteEndpoint, patchEndpoint } from '#server/endpoints/mutations.ts'
import { rotateEndpointSecret } from '#server/endpoints/rotate-secret.ts'
import { EndpointIn } from '#server/endpoints/schema.ts'
import { formatId, parseId } from '#server/ids.ts'
import { createMessage } from '#server/messages/create.ts'
import { reap } from '#server/workers/sql.ts'
import { moveClock, moveClockTo } from '#tests/support/clock.ts'
import { createHandWorker, here, setUpHandWorker } from '#tests/support/hand-worker.ts'
import { attemptRecord, outcomeOf } from '#tests/support/outcomes.ts'
import type { Script } from '#tests/support/receiver.ts'
import { attemptsOf, deliveriesOf, type Merchant, newMessage, seedMerchant } from '#tests/support/seed.ts'

setUpHandWorker()

type Event = { type: string; data: Record<string, unknown> }

/** A merchant of an environment in which somebody listens. */
async function listenedShop(script: Script = {}) {
  const shop = await seedMerchant()
  const inbox = here.receiver.inbox(script)
  const { context, application }: Operational = await makeOperational(shop.context, prisma)
  const listener = await createEndpoint(context, application, EndpointIn.parse({ url: inbox.url }), prisma)
  return { shop, inbox, within: context, application, listener }
}

/** What was told in an environment, oldest first. */
async function toldIn({ context }: Merchant): Promise<Event[]> {
  const { rows } = await pool.query<{ body: string }>(
    `select convert_from(p.body, 'UTF8') as body from application a join message m on m.application_id = a.id join payload p on p.message_id = m.id
     where a.environment_id = $1 and a.internal order by m.id`,
    [context.environmentId],
  )
  return rows.map(row => JSON.parse(row.body))
}
const typesOf = (events: Event[]) => events.map(event => event.type)

const about = (shop: Merchant, endpoint: string, uid?: string) => ({
  appId: formatId('application', shop.applicationId),
  appUid: shop.uid,
  endpointId: formatId('endpoint', endpoint),
  ...(uid === undefined ? {} : { endpointUid: uid }),
})

/** Works off a message's schedule until the delivery has had so many attempts. */
async function attempt(messageId: string, endpoint: string, count: number): Promise<void> {
  const delivery = async () => (await deliveriesOf(messageId)).find(row => row.endpoint_id === endpoint)!
  while ((await delivery()).attempt_count < count) {
    const { attempt_count, next_attempt_at } = await delivery()
    if (attempt_count > 0) await moveClockTo(new Date(next_attempt_at!.getTime() + 10))
    await here.worker.work(attempt_count === 0 ? 'deliver' : 'retry')
  }
}

test('SQL writes ids as we do', async () => {
  const { rows } = await pool.query<{ id: string; text: string }>(
    `select id, public_id('msg', id) as text from (select gen_random_uuid() as id from generate_series(1, 100)
     union all values ('00000000-0000-0000-0000-000000000000'::uuid), ('ffffffff-ffff-ffff-ffff-ffffffffffff')) ids`,
  )
  expect(rows.map(row => row.text)).toEqual(rows.map(row => formatId('message', row.id)))
})

describe('of an endpoint', () => {
  test('each change is told once, with what it is about', async () => {
    const { shop } = await listenedShop()
    const endpoint = await shop.addEndpoint('https://example.com/', { uid: 'mine' })
    const path = { application: shop.uid, endpoint: 'mine' }
    await patchEndpoint(shop.context, path, { description: 'new' }, prisma)
    await rotateEndpointSecret(shop.context, path, {}, prisma)
    await setEndpointHeaders(shop.context, path, { headers: { 'x-a': 'b' } }, prisma)
    await setEndpointHeaders(shop.context, path, { headers: { 'x-a': 'b' } }, prisma)
    await patchEndpoint(shop.context, path, { description: 'new' }, prisma)
    await patchEndpoint(shop.context, path, { disabled: true }, prisma)
    await patchEndpoint(shop.context, path, { disabled: false }, prisma)
    await patchEndpoint(shop.context, path, { description: 'newer' }, prisma)
    await deleteEndpoint(shop.context, path, prisma)
    const data = about(shop, endpoint, 'mine')
    expect(await toldIn(shop)).toEqual([
      { type: 'endpoint.created', data },
      { type: 'endpoint.updated', data },
      { type: 'endpoint.updated', data },
      { type: 'endpoint.updated', data },
      { type: 'endpoint.disabled', data: { ...data, trigger: 'manual' } },
      { type: 'endpoint.enabled', data },
      { type: 'endpoint.updated', data },
      { type: 'endpoint.deleted', data },
    ])
  })

  test('is told also when a receiver disables it, with the moment since when it fails', async () => {
    const { shop } = await listenedShop()
    const inbox = here.receiver.inbox([{ status: 500 }, { status: 500, headers: { 'webhook-delivery': 'disable' } }])
    const endpoint = await shop.addEndpoint(inbox.url)
    for (const _ of [1, 2]) {
      await shop.post()
      await here.worker.work('deliver')
    }
    const [, disabled] = await toldIn(shop)
    expect(disabled).toEqual({
      type: 'endpoint.disabled',
      data: { ...about(shop, endpoint), trigger: 'automatic', failSince: expect.any(String) },
    })
    const { rows } = await pool.query('select failing_since from endpoint where id = $1', [endpoint])
    expect(new Date(disabled!.data.failSince as string)).toEqual(rows[0].failing_since)
  })

  test('is told when it goes with its application', async () => {
    const { shop } = await listenedShop()
    await shop.addEndpoint('https://example.com/1')
    await shop.addEndpoint('https://example.com/2')
    await deleteApplication(shop.context, shop.uid, prisma)
    expect(typesOf(await toldIn(shop))).toEqual(['endpoint.created', 'endpoint.created', 'endpoint.deleted', 'endpoint.deleted'])
  })

  test('nothing is told of what did not happen', async () => {
    const { shop } = await listenedShop()
    const undone = prisma.$transaction(async tx => {
      await createEndpoint(shop.context, shop.uid, EndpointIn.parse({ url: 'https://example.com/' }), tx)
      throw new Error('on purpose')
    })
    await expect(undone).rejects.toThrow('on purpose')
    expect(await toldIn(shop)).toEqual([])
  })
})

describe('of attempts', () => {
  const failing = 'message.attempt.failing'

  test('the fourth failure, the last one, and nothing between', async () => {
    const { shop } = await listenedShop()
    const endpoint = await shop.addEndpoint(here.receiver.inbox({ status: 503 }).url, { retrySchedule: [5, 5, 5, 5, 5] })
    const { id } = await shop.post({ eventId: 'order-1' })
    await attempt(id, endpoint, 3)
    expect(typesOf(await toldIn(shop))).toEqual(['endpoint.created'])
    await attempt(id, endpoint, 6)
    const attempts = await pool.query<{ id: string; number: number; started_at: Date }>(
      'select id, number, started_at from attempt where message_id = $1 order by number',
      [id],
    )
    const told = (type: string, number: number) => {
      const { id: attemptId, started_at } = attempts.rows[number - 1]!
      const lastAttempt = { id: formatId('attempt', attemptId), responseStatusCode: 503, timestamp: started_at.toISOString() }
      return { type, data: { ...about(shop, endpoint), msgId: formatId('message', id), msgEventId: 'order-1', lastAttempt } }
    }
    expect((await toldIn(shop)).slice(1)).toEqual([told(failing, 4), told('message.attempt.exhausted', 6)])
  })

  test('a success after four failures is told once, and only then', async () => {
    const { shop } = await listenedShop()
    const inbox = here.receiver.inbox([500, 500, 500, 500, 200].map(status => ({ status })))
    const endpoint = await shop.addEndpoint(inbox.url)
    const { id } = await shop.post()
    await attempt(id, endpoint, 5)
    const path = { application: shop.uid, message: formatId('message', id), endpoint: formatId('endpoint', endpoint) }
    await resendDelivery(shop.context, path)
    await here.worker.work('replay')
    expect(
      (await toldIn(shop)).slice(1).map(event => [event.type, (event.data.lastAttempt as Record<string, unknown>).responseStatusCode]),
    ).toEqual([
      [failing, 500],
      ['message.attempt.recovered', 200],
    ])
  })

  test('without an answer the status is 0; a schedule that ends before its fourth failure is exhausted only', async () => {
    const { shop } = await listenedShop()
    const endpoint = await shop.addEndpoint(here.receiver.inbox('reset').url, { retrySchedule: [5] })
    const { id } = await shop.post()
    await attempt(id, endpoint, 2)
    expect((await toldIn(shop)).slice(1)).toMatchObject([
      { type: 'message.attempt.exhausted', data: { lastAttempt: { responseStatusCode: 0 } } },
    ])
  })

  test('a worker that dies before it records tells nothing; the one that takes over tells it once', async () => {
    const { shop } = await listenedShop()
    const endpoint = await shop.addEndpoint(here.receiver.inbox({ status: 500 }).url, { retrySchedule: [5, 5, 5, 5] })
    const { id } = await shop.post()
    await attempt(id, endpoint, 3)
    await moveClockTo(new Date((await deliveriesOf(id))[0]!.next_attempt_at!.getTime() + 10))
    const dying = createHandWorker(here.queue, { deliverOne: () => new Promise(() => {}) })
    expect(await dying.claimAll('retry')).toBe(1)
    await moveClock(9)
    await pool.query({ ...reap, values: [8] })
    expect(typesOf(await toldIn(shop))).toEqual(['endpoint.created'])
    await here.worker.work('retry')
    expect(typesOf(await toldIn(shop))).toEqual(['endpoint.created', failing])
    await dying.close()
  })

  test('recorded by two workers it is told once: by the one whose claim counts', async () => {
    const { shop } = await listenedShop()
    const endpoint = await shop.addEndpoint(here.receiver.inbox({ status: 500 }).url, { retrySchedule: [5, 5, 5, 5] })
    const { id } = await shop.post()
    await attempt(id, endpoint, 3)
    await moveClockTo(new Date((await deliveriesOf(id))[0]!.next_attempt_at!.getTime() + 10))
    const { rows } = await pool.query(
      `update pgboss.job set state = 'active', started_on = pgboss.job_now() where group_id = $1 returning id, retry_count`,
      [endpoint],
    )
    const outcome = outcomeOf(
      { jobId: rows[0].id, claim: rows[0].retry_count, queue: 'retry', messageId: id, endpointId: endpoint },
      { state: 'retrying', delaySeconds: 5, step: 4, attempt: attemptRecord({ status: 500, error: 'http_5xx' }) },
    )
    await Promise.all([createRecorder(8)(outcome), createRecorder(9)(outcome)])
    expect(typesOf(await toldIn(shop))).toEqual(['endpoint.created', failing])
    expect(await attemptsOf(id)).toHaveLength(5)
  })
})

test('a task of Svix’s is told when it ends, with what became of it; a replay of ours is not', async () => {
  const { shop } = await listenedShop()
  const insert = async (kind: string) =>
    (
      await pool.query<{ id: string }>(
        `insert into replay (id, environment_id, kind, states, missing, reasons, errors, event_types, canary, starts, state, counted_message_id,
           counted_endpoint_id, cursor_message_id, cursor_endpoint_id, paced_at, created_by, created_at, updated_at)
         values (uuid_v7(), $1, $2, '{3}', false, '{}', '{}', '{}', false, 'now', 'running', uuid_v7(), uuid_v7(), uuid_v7(), uuid_v7(), now(), 'test',
           now(), now()) returning id`,
        [shop.context.environmentId, kind],
      )
    ).rows[0]!.id
  const [task] = [await insert('endpoint.recover'), await insert('replay')]
  for (const _ of [1, 2])
    await pool.query(`update replay set state = 'finished', total = 3, ended_at = now() where environment_id = $1`, [
      shop.context.environmentId,
    ])
  expect(await toldIn(shop)).toEqual([
    {
      type: 'background_task.finished',
      data: {
        taskId: formatId('backgroundTask', task),
        task: 'endpoint.recover',
        status: 'finished',
        data: { total: 3, admitted: 0, delivered: 0, failed: 0, skipped: 0 },
      },
    },
  ])
})

describe('an operational event', () => {
  test('is delivered, signed and retried like any other, to who wants its type', async () => {
    const { shop, inbox, within, application } = await listenedShop([{ status: 500 }, {}])
    const deaf = await createEndpoint(within, application, EndpointIn.parse({ url: inbox.url, eventTypes: ['endpoint.deleted'] }), prisma)
    const endpoint = await shop.addEndpoint('https://example.com/')
    await here.worker.work('deliver')
    const { rows } = await pool.query<{ id: string }>('select id from message where application_id = $1', [
      parseId('application', application),
    ])
    expect(await deliveriesOf(rows[0]!.id)).toMatchObject([{ state: 1, attempt_count: 1 }])
    await moveClockTo(new Date((await deliveriesOf(rows[0]!.id))[0]!.next_attempt_at!.getTime() + 10))
    await here.worker.work('retry')
    expect(JSON.parse(inbox.received[1]!.body.toString())).toEqual({ type: 'endpoint.created', data: about(shop, endpoint) })
    expect(inbox.received[1]!.headers).toMatchObject({
      'webhook-id': formatId('message', rows[0]!.id),
      'webhook-signature': expect.stringMatching(/^v1,/),
    })
    expect((await deliveriesOf(rows[0]!.id)).map(row => row.endpoint_id)).not.toContain(parseId('endpoint', deaf.id))
  })

  test('about the delivery of one is never told, however it fails', async () => {
    const { shop, within, application, listener } = await listenedShop({ status: 500, headers: { 'webhook-delivery': 'disable' } })
    await patchEndpoint(within, { application, endpoint: listener.id }, { retrySchedule: [5, 5, 5, 5] }, prisma)
    await shop.addEndpoint('https://example.com/')
    await here.worker.work('deliver')
    await deleteEndpoint(within, { application, endpoint: listener.id }, prisma)
    expect(typesOf(await toldIn(shop))).toEqual(['endpoint.created'])
  })

  test('is not even stored where nobody listens', async () => {
    const silent = await seedMerchant()
    await silent.addEndpoint('https://example.com/')
    const { shop, within, application, listener } = await listenedShop()
    await deleteEndpoint(within, { application, endpoint: listener.id }, prisma)
    await shop.addEndpoint('https://example.com/')
    expect([await toldIn(silent), await toldIn(shop)]).toEqual([[], []])
  })

  test('its application is there for nobody: not listed, not found by its id, and nothing can be posted to it', async () => {
    const { shop, application } = await listenedShop()
    const listed = await listApplications(shop.context, ApplicationList.parse({}))
    expect(listed.data.map(({ uid }) => uid)).toEqual([shop.uid])
    expect(await findApplication(shop.context, { id: parseId('application', application)! })).toBeNull()
    await expect(createMessage(shop.context, newMessage({ application }))).rejects.toMatchObject({ code: 'not_found' })
    expect(await makeOperational(shop.context, prisma)).toMatchObject({ application })
  })
})
