import { beforeEach, describe, expect, test } from 'vitest'
import type { ErrorClass } from '#server/attempts/error-class.ts'
import { byKey } from '#server/by-key.ts'
import { pool, prisma } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { createReplay } from '#server/replays/mutations.ts'
import { previewReplay } from '#server/replays/queries.ts'
import { ReplayFilter, ReplayIn } from '#server/replays/schema.ts'
import { type Cursor, countAll, nextMatches, type Selection, startOf } from '#server/replays/selection.ts'
import { newReplayId } from '#server/replays/sql.ts'
import { selectionIn } from '#server/replays/target.ts'
import { databaseNow, moveClock } from '#tests/support/clock.ts'
import { become } from '#tests/support/past.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'

tidyAfterEach()

const url = 'http://127.0.0.1:9/unused'
let shop: Merchant
let endpoint: string
beforeEach(async () => {
  shop = await seedMerchant()
  endpoint = await shop.addEndpoint(url, { uid: 'hook' })
})

type Filter = Partial<typeof ReplayFilter._input>

async function selection(filter: Filter, where: { application?: string | null; endpoint?: string | null } = {}): Promise<Selection> {
  const { application = shop.uid, endpoint: named = 'hook' } = where
  const target = { filter: ReplayFilter.parse(filter), endpoint: named }
  return selectionIn(shop.context, { application }, target, await newReplayId(prisma), prisma)
}

/** Message and endpoint of everything that matches, read two by two, few rows at a time. */
async function matches(wanted: Selection): Promise<string[]> {
  const found: string[] = []
  let cursor: Cursor = startOf(wanted)
  for (let ended = false; !ended; ) {
    const slice = await byKey(db => nextMatches(db, wanted, cursor, { limit: 2, examine: 3 }))
    found.push(...slice.matches.map(match => `${match.messageId} ${match.endpointId}`))
    cursor = slice.cursor
    ended = slice.ended
  }
  expect((await byKey(db => countAll(db, wanted))).count).toBe(found.length)
  return found
}
const messagesOf = async (filter: Filter, where?: Parameters<typeof selection>[1]) =>
  (await matches(await selection(filter, where))).map(key => key.split(' ')[0])

const post = async (count: number, message: Parameters<Merchant['post']>[0] = {}): Promise<string[]> => {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await shop.post(message)).id)
  return ids
}

describe('a filter', () => {
  test('by state: each finds its own, oldest first; what is pending never', async () => {
    const states = ['retrying', 'delivered', 'failed', 'skipped', 'canceled'] as const
    const of = Object.fromEntries(await Promise.all(states.map(async state => [state, await post(3)] as const)))
    await post(2)
    for (const state of states) await become(of[state]!, state)
    for (const state of states) expect(await messagesOf({ states: [state] })).toEqual(of[state]!.toSorted())
    expect(await messagesOf({ states: [...states] })).toEqual(Object.values(of).flat().sort())
  })

  test('by reason', async () => {
    const [disabled, canceled] = [await post(2), await post(1)]
    await become(disabled, 'canceled', { reason: 'endpoint_disabled' })
    await become(canceled, 'canceled', { reason: 'by_user' })
    expect(await messagesOf({ states: ['canceled'], reasons: ['endpoint_disabled'] })).toEqual(disabled)
    expect(await messagesOf({ states: ['canceled'], reasons: ['endpoint_disabled', 'by_user'] })).toEqual([...disabled, ...canceled])
  })

  test('by the last attempt: its error, and the class of its answer', async () => {
    const attempts: [ErrorClass, number | null][] = [
      ['http_5xx', 503],
      ['http_410', 410],
      ['connect_refused', null],
    ]
    const ids = await post(3)
    for (const [index, [error, status]] of attempts.entries()) {
      await become([ids[index]!], 'failed', { attempt: { status: 500, error: 'http_5xx' } })
      await become([ids[index]!], 'failed', { attempt: { status, error } })
    }
    expect(await messagesOf({ errorClasses: ['http_5xx', 'connect_refused'] })).toEqual([ids[0], ids[2]])
    expect(await messagesOf({ statusCodeClass: 400 })).toEqual([ids[1]])
    expect(await messagesOf({ statusCodeClass: 0 })).toEqual([ids[2]])
    expect(await messagesOf({ statusCodeClass: 500, errorClasses: ['http_410'] })).toEqual([])
  })

  test('by event type, channel and tag', async () => {
    const [paid] = await post(1, { eventType: 'order.paid', channels: ['eu'] })
    const [refund] = await post(1, { eventType: 'order.refunded', tags: ['gift'] })
    await become([paid!, refund!], 'failed')
    expect(await messagesOf({ eventTypes: ['order.paid'] })).toEqual([paid])
    expect(await messagesOf({ eventTypes: ['order.refunded', 'other'] })).toEqual([refund])
    expect(await messagesOf({ channel: 'eu' })).toEqual([paid])
    expect(await messagesOf({ tag: 'gift' })).toEqual([refund])
    expect(await messagesOf({ tag: 'gift', channel: 'eu' })).toEqual([])
  })

  test('by time: from the first moment on, before the second', async () => {
    const [early] = await post(1)
    await moveClock(60)
    const since = (await databaseNow()).toISOString()
    const [late] = await post(1)
    await become([early!, late!], 'failed')
    expect(await messagesOf({ since })).toEqual([late])
    expect(await messagesOf({ until: since })).toEqual([early])
  })

  test('by application and environment: all endpoints of theirs, nobody else’s', async () => {
    const second = await shop.addEndpoint(url)
    const ids = await post(4)
    const neighbour = await seedMerchant(shop.context)
    const stranger = await seedMerchant()
    for (const merchant of [neighbour, stranger]) await merchant.addEndpoint(url)
    const [theirs, foreign] = [(await neighbour.post()).id, (await stranger.post()).id]
    await become([...ids, theirs, foreign], 'failed')
    const ours = ids.flatMap(id => [endpoint, second].sort().map(of => `${id} ${of}`))
    for (const states of [['failed'], ['failed', 'canceled']] as const) {
      expect(await matches(await selection({ states: [...states] }, { endpoint: null }))).toEqual(ours)
      const all = await messagesOf({ states: [...states] }, { application: null, endpoint: null })
      expect(all).toEqual([...ids.flatMap(id => [id, id]), theirs])
    }
  })

  test('of the environment leaves out operational events, which merchants never see', async () => {
    const ids = await post(1)
    await become(ids, 'failed')
    const where = { application: null, endpoint: null }
    expect(await messagesOf({}, where)).toEqual(ids)
    await pool.query('update application set internal = true where id = $1', [shop.applicationId])
    expect(await messagesOf({}, where)).toEqual([])
    expect(await messagesOf({ states: ['failed', 'missing'] }, where)).toEqual([])
  })

  test('leaves out what can’t be sent: an endpoint disabled or deleted, a payload that has expired', async () => {
    const ids = await post(2)
    await become(ids, 'failed')
    await pool.query('update endpoint set disabled = true where id = $1', [endpoint])
    expect(await messagesOf({}, { endpoint: null })).toEqual([])
    await pool.query('update endpoint set disabled = false, deleted_at = now() where id = $1', [endpoint])
    expect(await messagesOf({}, { endpoint: null })).toEqual([])
    await pool.query('update endpoint set deleted_at = null where id = $1', [endpoint])
    await pool.query('update message set expires_at = now() where id = $1', [ids[0]])
    expect(await messagesOf({}, { endpoint: null })).toEqual([ids[1]])
  })

  test('ends with what was there when the replay was made', async () => {
    const [before] = await post(1)
    const wanted = await selection({})
    const [after] = await post(1)
    await become([before!, after!], 'failed')
    expect((await matches(wanted)).map(key => key.split(' ')[0])).toEqual([before])
  })
})

describe('missing', () => {
  test('no delivery, or one that was skipped; only what the endpoint subscribes to', async () => {
    const early = await post(2, { eventType: 'order.paid' })
    await post(1, { eventType: 'order.refunded' })
    const late = await shop.addEndpoint(url, { uid: 'late', eventTypes: ['order.paid'] })
    const [skipped, had, failed] = await post(3)
    await pool.query('delete from pgboss.job where group_id = $1', [late])
    await pool.query('update delivery set state = 4, reason = 1, job_id = null where endpoint_id = $1 and message_id = $2', [late, skipped])
    await pool.query('update delivery set state = 2, job_id = null where endpoint_id = $1 and message_id = $2', [late, had])
    await pool.query('update delivery set state = 3, job_id = null, failed_at = now() where endpoint_id = $1 and message_id = $2', [
      late,
      failed,
    ])
    const where = { endpoint: 'late' }
    expect(await messagesOf({ states: ['missing'] }, where)).toEqual([...early, skipped])
    expect(await messagesOf({ states: ['missing', 'failed'] }, where)).toEqual([...early, skipped, failed])
    // `hook` was there all the time.
    expect(await matches(await selection({ states: ['missing'] }, { endpoint: null }))).toEqual(
      [...early, skipped].map(id => `${id} ${late}`),
    )
    expect(await messagesOf({ states: ['missing'] }, { application: null, endpoint: null })).toEqual([...early, skipped])
  })

  test('test events and edited resends are nobody else’s', async () => {
    const [original, example, edited] = await post(3)
    await pool.query('update message set synthetic = true where id = $1', [example])
    await pool.query('update message set synthetic_of = $1 where id = $2', [original, edited])
    await shop.addEndpoint(url, { uid: 'late' })
    expect(await messagesOf({ states: ['missing'] }, { endpoint: 'late' })).toEqual([original])
  })

  test('an endpoint with channels misses only messages of one of them', async () => {
    await post(1)
    const [eu] = await post(1, { channels: ['eu', 'x'] })
    await post(1, { channels: ['us'] })
    await shop.addEndpoint(url, { uid: 'late', channels: ['eu'] })
    expect(await messagesOf({ states: ['missing'] }, { endpoint: 'late' })).toEqual([eu])
  })
})

describe('a preview', () => {
  const preview = (filter: Filter, endpointName: string | null = 'hook') =>
    previewReplay(shop.context, { application: shop.uid }, { filter: ReplayFilter.parse(filter), endpoint: endpointName, rate: 2 })

  test('says how many, of which types, to how many endpoints, and how many have arrived', async () => {
    const [paid, refunded, arrived] = [await post(3), await post(2, { eventType: 'order.refunded' }), await post(4)]
    await become([...paid, ...refunded], 'failed', { attempt: { status: 500, error: 'http_5xx' } })
    await become(arrived, 'delivered')
    expect(await preview({ statusCodeClass: 500 })).toEqual({
      matching: { count: 5, more: false },
      delivered: { count: 4, more: false },
      endpointCount: 1,
      eventTypes: [
        { eventType: 'order.paid', count: 3 },
        { eventType: 'order.refunded', count: 2 },
      ],
      estimatedSeconds: 3,
    })
    expect(await preview({ states: ['failed', 'delivered'] })).toMatchObject({ matching: { count: 9 }, delivered: { count: 0 } })
    expect(await preview({ channel: 'none' })).toMatchObject({ matching: { count: 0, more: false }, endpointCount: 0, eventTypes: [] })
  })

  test('counts exactly up to 10,000, then says more', async () => {
    const copies = (count: number) =>
      pool.query(
        `with m as (
           insert into message (id, environment_id, application_id, event_type, expires_at)
           select uuid_v7(), $1, $2, 'order.paid', now() + interval '1 day' from generate_series(1, $4::int) returning id)
         insert into delivery (message_id, endpoint_id, application_id, event_type, state, failed_at)
         select id, $3, $2, 'order.paid', 3, now() from m`,
        [shop.context.environmentId, shop.applicationId, endpoint, count],
      )
    await copies(10_000)
    expect((await preview({})).matching).toEqual({ count: 10_000, more: false })
    await copies(12_000)
    const { matching } = await preview({})
    expect(matching.more).toBe(true)
    expect(matching.count).toBeGreaterThan(10_000)
  })

  test('stores and sends nothing', async () => {
    await become(await post(1), 'failed')
    await preview({})
    expect(await prisma.replay.count({ where: { applicationId: shop.applicationId } })).toBe(0)
    expect((await pool.query('select from pgboss.job where group_id = $1', [endpoint])).rowCount).toBe(0)
  })
})

describe('a replay is refused', () => {
  const create = (input: Partial<typeof ReplayIn._input>) =>
    createReplay(shop.context, { application: shop.uid }, ReplayIn.parse({ endpointId: 'hook', ...input }), prisma)

  test('for an endpoint that is disabled, another’s or none', async () => {
    const other = await seedMerchant(shop.context)
    await other.addEndpoint(url, { uid: 'theirs' })
    for (const endpointId of ['theirs', 'nothing']) await expect(create({ endpointId })).rejects.toMatchObject({ code: 'not_found' })
    await pool.query('update endpoint set disabled = true where id = $1', [endpoint])
    await expect(create({})).rejects.toMatchObject({ code: 'conflict', status: 409 })
  })

  test('when its end is before its beginning, or nothing is there to become healthy', async () => {
    const [since, until] = ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z']
    await expect(create({ since, until })).rejects.toMatchObject({ issues: [{ loc: ['body', 'until'] }] })
    await expect(create({ when: 'healthy', endpointId: null })).rejects.toMatchObject({ issues: [{ loc: ['body', 'when'] }] })
  })
})

test('a replay keeps what it was asked for', async () => {
  const [failed] = await post(1)
  await become([failed!], 'failed')
  const input = ReplayIn.parse({
    endpointId: 'hook',
    states: ['failed', 'missing'],
    reasons: ['exhausted'],
    errorClasses: ['http_5xx'],
    statusCodeClass: 500,
    eventTypes: ['order.paid'],
    channel: 'eu',
    tag: 'gift',
    since: '2026-01-01T00:00:00Z',
    until: '2036-01-01T00:00:00Z',
    rate: 7,
    when: 'healthy',
  })
  const { id, ...replay } = await createReplay(shop.context, { application: shop.uid }, input, prisma)
  expect(parseId('replay', id)).not.toBeNull()
  expect(replay).toMatchObject({
    kind: 'replay',
    state: 'waiting',
    filter: {
      states: ['failed', 'missing'],
      reasons: ['exhausted'],
      errorClasses: ['http_5xx'],
      statusCodeClass: 500,
      eventTypes: ['order.paid'],
      channel: 'eu',
      tag: 'gift',
      since: '2026-01-01T00:00:00.000Z',
      until: '2036-01-01T00:00:00.000Z',
    },
    canary: true,
    rate: 7,
    when: 'healthy',
    total: 0,
    totalIsExact: true,
    createdBy: 'test',
  })
})
