import { expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { type DeliveryState, stateCode } from '#server/deliveries/state.ts'
import { setPaused } from '#server/endpoints/pause.ts'
import { formatId, idFloor } from '#server/ids.ts'
import { listFeed, readFeedNews } from '#server/messages/feed.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'
import { write } from '#server/writes.ts'
import { type Merchant, seedEnvironment, seedMerchant } from '#tests/support/seed.ts'

const all: FeedFilter = { applications: [], eventTypes: [], states: [], range: '24h', search: '' }

const setState = (messageId: string, state: DeliveryState, endpointId?: string) =>
  pool.query('update delivery set state = $2 where message_id = $1 and ($3::uuid is null or endpoint_id = $3)', [
    messageId,
    stateCode[state],
    endpointId ?? null,
  ])

async function postMany(merchant: Merchant, count: number, message: Parameters<Merchant['post']>[0] = {}) {
  const posted = await Promise.all(Array.from({ length: count }, () => merchant.post(message)))
  return posted.map(({ id }) => formatId('message', id)).sort()
}

test('pages go on where the one before ended, and no message is missing or twice', async () => {
  const merchant = await seedMerchant()
  const posted = await postMany(merchant, 120)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await listFeed(merchant.context, { ...all, cursor })
    seen.push(...page.rows.map(row => row.id))
    cursor = page.cursor
  } while (cursor)
  expect(seen).toEqual(posted.toReversed())
})

test('a row sums its deliveries up: the one that most needs a person gives the state', async () => {
  const merchant = await seedMerchant()
  const one = await merchant.addEndpoint('http://127.0.0.1:9/1')
  await merchant.addEndpoint('http://127.0.0.1:9/2')
  const { id } = await merchant.post({ eventId: 'order-1' })
  const read = async () => (await listFeed(merchant.context, all)).rows[0]
  expect(await read()).toMatchObject({ eventId: 'order-1', state: 'pending', deliveryCount: 2, deliveredCount: 0, deliveredMs: null })
  await setState(id, 'delivered')
  expect(await read()).toMatchObject({ state: 'delivered', deliveredCount: 2 })
  await setState(id, 'skipped', one)
  expect(await read()).toMatchObject({ state: 'delivered', deliveredCount: 1 })
  await setState(id, 'retrying', one)
  expect(await read()).toMatchObject({ state: 'retrying' })
  await setState(id, 'failed', one)
  expect(await read()).toMatchObject({ state: 'failed' })
})

test('a row is paused when all that waits is for paused endpoints', async () => {
  const merchant = await seedMerchant()
  const [one, other] = [await merchant.addEndpoint('http://127.0.0.1:9/1'), await merchant.addEndpoint('http://127.0.0.1:9/2')]
  const { id } = await merchant.post()
  const read = async () => (await listFeed(merchant.context, all)).rows[0]
  const pause = (endpoint: string) =>
    write(merchant.context, tx =>
      setPaused(
        merchant.context,
        { application: formatId('application', merchant.applicationId), endpoint: formatId('endpoint', endpoint) },
        true,
        tx,
      ),
    )
  await pause(one)
  expect(await read()).toMatchObject({ paused: false, nextAttemptAt: expect.any(Date) })
  await setState(id, 'delivered', other)
  expect(await read()).toMatchObject({ state: 'pending', paused: true, nextAttemptAt: null })
  await setState(id, 'delivered')
  expect(await read()).toMatchObject({ state: 'delivered', paused: false })
})

test('a message that no endpoint wanted has no state', async () => {
  const merchant = await seedMerchant()
  await merchant.post()
  expect((await listFeed(merchant.context, all)).rows).toMatchObject([{ state: null, deliveryCount: 0 }])
})

test('filters: application, event type, state, and all of them together', async () => {
  const context = await seedEnvironment()
  const [first, second, third] = [await seedMerchant(context), await seedMerchant(context), await seedMerchant(context)]
  await second.addEndpoint('http://127.0.0.1:9/1')
  const a = await postMany(first, 2, { eventType: 'order.paid' })
  const b = await postMany(second, 2, { eventType: 'order.paid' })
  const c = await postMany(second, 1, { eventType: 'order.sent' })
  await postMany(third, 1, { eventType: 'order.lost' })
  const find = async (filter: Partial<FeedFilter>) => (await listFeed(context, { ...all, ...filter })).rows.map(row => row.id).sort()
  const ids = [first, second].map(({ applicationId }) => formatId('application', applicationId))

  expect(await find({ applications: ids.slice(0, 1) })).toEqual(a)
  expect(await find({ applications: ids })).toEqual([...a, ...b, ...c].sort())
  expect(await find({ eventTypes: ['order.sent'] })).toEqual(c)
  expect(await find({ states: ['pending', 'retrying'] })).toEqual([...b, ...c].sort())
  expect(await find({ applications: ids.slice(1), eventTypes: ['order.paid'], states: ['pending'] })).toEqual(b)
  expect(await find({ applications: ['app_nonsense'] })).toEqual([])
})

test('a search finds by message id and by eventId, at any time, in this environment alone', async () => {
  const merchant = await seedMerchant()
  const stranger = await seedMerchant()
  const { id } = await merchant.post({ eventId: 'order-1' })
  await stranger.post({ eventId: 'order-1' })
  const future = { from: new Date(Date.now() + 1_000), to: new Date(Date.now() + 2_000) }
  const find = async (search: string, filter: Partial<FeedFilter> = {}) =>
    (await listFeed(merchant.context, { ...all, range: future, ...filter, search })).rows.map(row => row.id)

  const found = [formatId('message', id)]
  expect(await find(formatId('message', id))).toEqual(found)
  expect(await find('order-1')).toEqual(found)
  expect(await find('order-1', { eventTypes: ['order.sent'] })).toEqual([])
  expect(await find('order')).toEqual([])
  const foreign = (await listFeed(stranger.context, all)).rows[0]!.id
  expect(await find(foreign)).toEqual([])
})

test('a time range holds what was accepted in it', async () => {
  const merchant = await seedMerchant()
  const { id } = await merchant.post()
  const now = Date.now()
  const count = async (from: number, to: number) =>
    (await listFeed(merchant.context, { ...all, range: { from: new Date(now + from), to: new Date(now + to) } })).rows.length
  expect(await count(-60_000, 60_000)).toBe(1)
  expect(await count(-60_000, -30_000)).toBe(0)
  expect(await count(30_000, 60_000)).toBe(0)
  expect(await count(-8.64e15 - now, 8.64e15 - now)).toBe(1)
  expect(id > idFloor(new Date(now - 60_000))).toBe(true)
})

test('a filter that matches nothing looks at 10,000 messages, then says where it stopped', async () => {
  const merchant = await seedMerchant()
  await pool.query(
    `insert into message (id, environment_id, application_id, event_type, expires_at)
     select uuid_v7(), $1, $2, 'order.paid', now() + interval '1 day' from generate_series(1, 10500)`,
    [merchant.context.environmentId, merchant.applicationId],
  )
  const filter = { ...all, eventTypes: ['order.sent'] }
  const first = await listFeed(merchant.context, filter)
  expect(first).toMatchObject({ rows: [], lookedAt: 10_000 })
  expect(first.cursor).not.toBeNull()
  expect(await listFeed(merchant.context, { ...filter, cursor: first.cursor })).toEqual({ rows: [], lookedAt: 500, cursor: null })
})

test('news are read from a little before the newest row, because commits appear out of order', async () => {
  const merchant = await seedMerchant()
  const [early] = await postMany(merchant, 1)
  const [late] = await postMany(merchant, 1)
  const read = (newest: string | null, watched: string[] = []) => readFeedNews(merchant.context, { ...all, newest, watched })
  expect((await read(null)).rows.map(row => row.id)).toEqual([late, early])
  expect((await read(late!)).rows.map(row => row.id)).toEqual([late, early])
  expect(await read(late!, [early!])).toMatchObject({ watched: [{ id: early }], more: false })
  await postMany(merchant, 110)
  expect(await read(late!)).toMatchObject({ more: true, rows: { length: 100 } })
})
