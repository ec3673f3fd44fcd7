import { describe, expect, onTestFinished, test } from 'vitest'
import { createApiKey, revokeApiKey } from '#server/api-keys/mutations.ts'
import { authenticateKey } from '#server/auth/api-key.ts'
import { sha256 } from '#server/crypto.ts'
import { pool, prisma } from '#server/db.ts'
import { reasonName, stateName } from '#server/deliveries/state.ts'
import { formatId } from '#server/ids.ts'
import { createMessage } from '#server/messages/create.ts'
import { listen } from '#server/notify.ts'
import { moveClock } from '#tests/support/clock.ts'
import { deliveriesOf, newMessage, seedEnvironment, seedMerchant } from '#tests/support/seed.ts'
import { until } from '#tests/support/until.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'

tidyAfterEach()

const url = 'http://127.0.0.1:9/unused'
const accepted = expect.objectContaining({ status: 'fulfilled' })
const refused = (code: string) => expect.objectContaining({ status: 'rejected', reason: expect.objectContaining({ code }) })

const payloadOf = async (messageId: string): Promise<Buffer> =>
  (await pool.query<{ body: Buffer }>('select body from payload where message_id = $1', [messageId])).rows[0]!.body

const messageCount = async (applicationId: string): Promise<number> =>
  (await pool.query<{ count: number }>('select count(*)::int from message where application_id = $1', [applicationId])).rows[0]!.count

describe('what is stored', () => {
  test('a message, its payload byte by byte, a delivery and its job', async () => {
    const shop = await seedMerchant()
    const endpoint = await shop.addEndpoint(url)
    const payloads = ['{"id":9223372036854775807, "x":1.0}', '{"t":"\\u0000\\ud800"}', '{"🦄":"é"}', '', 'x'.repeat(1024 * 1024)].map(
      text => Buffer.from(text),
    )
    const messages = await Promise.all(payloads.map(payload => shop.post({ payload, tags: ['a"b', '{c}', 'd\\,e'], channels: ['ü'] })))
    for (const [at, { id }] of messages.entries()) {
      expect((await payloadOf(id)).equals(payloads[at]!)).toBe(true)
      const [delivery, ...others] = await deliveriesOf(id)
      expect(delivery).toMatchObject({ endpoint_id: endpoint, state: 0, attempt_count: 0 })
      expect(others).toEqual([])
    }
    const { rows } = await pool.query('select tags, channels from message where id = $1', [messages[0]!.id])
    expect(rows[0]).toEqual({ tags: ['a"b', '{c}', 'd\\,e'], channels: ['ü'] })
  })

  test('jobs are in the order of posting', async () => {
    const shop = await seedMerchant()
    await shop.addEndpoint(url)
    const messages = await Promise.all(Array.from({ length: 50 }, () => shop.post()))
    const { rows } = await pool.query(`select data ->> 'm' as id from pgboss.job where name = 'deliver' order by priority desc, created_on`)
    expect(rows.map(row => row.id)).toEqual(messages.map(message => message.id))
  })

  test('requests of the same moment are one transaction', async () => {
    const shops = await Promise.all([seedMerchant(), seedMerchant()])
    // What an environment declares is looked up before its first message joins the others.
    await Promise.all(shops.map(shop => shop.post()))
    const messages = await Promise.all(Array.from({ length: 40 }, (_, i) => shops[i % 2]!.post()))
    const { rows } = await pool.query('select count(distinct xmin::text)::int as count from message where id = any ($1)', [
      messages.map(m => m.id),
    ])
    expect(rows[0].count).toBe(1)
  })

  const openLane = async (endpoint: string) => {
    await pool.query(`select pgboss.create_queue($1, '{"policy":"standard"}')`, [`lane/${endpoint}`])
    await pool.query(`insert into lane (endpoint_id, lease_key, reason, opened_at) values ($1, $1, 'slow', now())`, [endpoint])
  }

  test('a job goes to its endpoint’s lane where there is one', async () => {
    const shop = await seedMerchant()
    const endpoint = await shop.addEndpoint(url)
    await openLane(endpoint)
    await shop.post()
    const { rows } = await pool.query('select name from pgboss.job where group_id = $1', [endpoint])
    expect(rows).toEqual([{ name: `lane/${endpoint}` }])
  })

  test('after the commit live views are told, and workers where their work is', async () => {
    const shop = await seedMerchant()
    const lane = await shop.addEndpoint(url, { eventTypes: ['order.sent'] })
    await openLane(lane)
    await shop.addEndpoint(url, { eventTypes: ['order.paid'] })
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const told: string[] = []
    let live = 0
    listen('posthorn_deliver', place => told.push(place), stop.signal)
    listen('posthorn_live', () => live++, stop.signal)
    await until('both channels are connected', () => told.length > 0 && live > 0)
    await shop.post({ eventType: 'order.lost' }) // nobody's, so workers hear nothing of it
    await shop.post({ eventType: 'order.sent' })
    await until('somebody is told of the lane', () => told.length > 1)
    await shop.post({ eventType: 'order.paid' })
    await until('somebody is told of the hot queue', () => told.length > 2)
    expect(told).toEqual(['', 'lane', 'deliver'])
    await until('live views are told', () => live > 1)
  })
})

describe('who gets a delivery', () => {
  const names = async (endpoints: Record<string, string>, messageId: string) => {
    const found = await deliveriesOf(messageId)
    return Object.keys(endpoints).filter(name => found.some(delivery => delivery.endpoint_id === endpoints[name]))
  }

  test('endpoints whose event types and channels match; an empty list means all', async () => {
    const shop = await seedMerchant()
    const endpoints = {
      all: await shop.addEndpoint(url),
      paid: await shop.addEndpoint(url, { eventTypes: ['order.paid'] }),
      both: await shop.addEndpoint(url, { eventTypes: ['order.paid', 'order.sent'] }),
      north: await shop.addEndpoint(url, { channels: ['north'] }),
      paidNorth: await shop.addEndpoint(url, { eventTypes: ['order.paid'], channels: ['north', 'south'] }),
    }
    const expectations: [Parameters<typeof shop.post>[0], string[]][] = [
      [{ eventType: 'order.paid' }, ['all', 'paid', 'both']],
      [{ eventType: 'order.sent' }, ['all', 'both']],
      [{ eventType: 'order.paid', channels: ['south', 'west'] }, ['all', 'paid', 'both', 'paidNorth']],
      [{ eventType: 'order.lost', channels: ['north'] }, ['all', 'north']],
      [{ eventType: 'order.lost', channels: [] }, ['all']],
    ]
    // Together, so that a batch of different messages matches each by itself.
    const messages = await Promise.all(expectations.map(([message]) => shop.post(message)))
    for (const [at, [, expected]] of expectations.entries()) expect(await names(endpoints, messages[at]!.id)).toEqual(expected)
  })

  test('a disabled one with the reason, a deleted one and another merchant’s never', async () => {
    const shop = await seedMerchant()
    const other = await seedMerchant(shop.context)
    await other.addEndpoint(url)
    const off = await shop.addEndpoint(url, { disabled: true })
    const gone = await shop.addEndpoint(url)
    await pool.query('update endpoint set deleted_at = now() where id = $1', [gone])
    const { id } = await shop.post()
    const deliveries = await deliveriesOf(id)
    expect(deliveries).toHaveLength(1)
    expect(deliveries[0]).toMatchObject({ endpoint_id: off, job_id: null, next_attempt_at: null })
    expect([stateName(deliveries[0]!.state), reasonName(deliveries[0]!.reason)]).toEqual(['skipped', 'endpoint_disabled'])
  })
})

describe('eventId and idempotency key', () => {
  test('an eventId is taken once per application', async () => {
    const shop = await seedMerchant()
    const other = await seedMerchant(shop.context)
    await shop.post({ eventId: 'evt-1' })
    await expect(shop.post({ eventId: 'evt-1' })).rejects.toMatchObject({ code: 'conflict', status: 409 })
    await expect(other.post({ eventId: 'evt-1' })).resolves.toMatchObject({ repeated: false })
    expect(await messageCount(shop.applicationId)).toBe(1)
  })

  test('an idempotency key gives the first answer again, and refuses another body', async () => {
    const shop = await seedMerchant()
    const first = await shop.post({ idempotencyKey: 'k' })
    expect(await shop.post({ idempotencyKey: 'k' })).toEqual({ id: first.id, repeated: true })
    await expect(shop.post({ idempotencyKey: 'k', bodyHash: sha256('other') })).rejects.toMatchObject({
      code: 'idempotency_key_reuse',
      status: 422,
    })
    expect(await messageCount(shop.applicationId)).toBe(1)
  })

  test('the key is free again after twelve hours, not before; an eventId as long as the message is kept', async () => {
    const shop = await seedMerchant()
    const first = await shop.post({ idempotencyKey: 'k', eventId: 'evt' })
    await moveClock(12 * 3600 - 60)
    expect(await shop.post({ idempotencyKey: 'k', eventId: 'evt' })).toEqual({ id: first.id, repeated: true })
    await moveClock(120)
    await expect(shop.post({ idempotencyKey: 'k', eventId: 'evt' })).rejects.toMatchObject({ code: 'conflict' })
    const second = await shop.post({ idempotencyKey: 'k', bodyHash: sha256('other') })
    expect(second).toEqual({ id: expect.not.stringMatching(first.id), repeated: false })
    expect(await shop.post({ idempotencyKey: 'k', bodyHash: sha256('other') })).toEqual({ id: second.id, repeated: true })
  })

  test('a request that wins its eventId and loses its idempotency key leaves nothing, and takes nothing', async () => {
    const shop = await seedMerchant()
    await shop.post({ idempotencyKey: 'k' })
    const results = await Promise.allSettled([
      shop.post({ idempotencyKey: 'k', eventId: 'fresh', bodyHash: sha256('other') }),
      ...Array.from({ length: 5 }, (_, i) => shop.post({ eventId: `other-${i}` })),
    ])
    expect(results).toEqual([refused('idempotency_key_reuse'), ...Array(5).fill(accepted)])
    await expect(shop.post({ eventId: 'fresh' })).resolves.toMatchObject({ repeated: false })
  })

  test('a request that loses its eventId does not take its idempotency key', async () => {
    const shop = await seedMerchant()
    await shop.post({ eventId: 'taken' })
    await expect(shop.post({ eventId: 'taken', idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(shop.post({ idempotencyKey: 'k', bodyHash: sha256('other') })).resolves.toMatchObject({ repeated: false })
  })

  test('twenty at once with one key are stored once and get one id', async () => {
    const shop = await seedMerchant()
    const results = await Promise.all(Array.from({ length: 20 }, () => shop.post({ idempotencyKey: 'k' })))
    expect(new Set(results.map(result => result.id)).size).toBe(1)
    expect(results.filter(result => !result.repeated)).toHaveLength(1)
    expect(await messageCount(shop.applicationId)).toBe(1)
  })

  test('an application named by id and by uid at once is one application', async () => {
    const shop = await seedMerchant()
    const application = formatId('application', shop.applicationId)
    const results = await Promise.allSettled([
      shop.post({ eventId: 'evt' }),
      shop.post({ application, eventId: 'evt' }),
      ...Array.from({ length: 10 }, () => shop.post()),
    ])
    expect(results.filter(result => result.status === 'rejected')).toEqual([refused('conflict')])
    expect(await messageCount(shop.applicationId)).toBe(11)
  })

  test('hundreds with both kinds of key, each posted twice at once, are stored once each', async () => {
    const shop = await seedMerchant()
    const posts = Array.from({ length: 300 }, (_, i) => ({
      eventId: `e${i}`,
      idempotencyKey: `k${(i * 7) % 300}`,
      payload: Buffer.from(`{"n":${i}}`),
    }))
    const results = await Promise.all([...posts, ...posts.toReversed()].map(shop.post))
    expect(results.filter(result => !result.repeated)).toHaveLength(300)
    expect(new Set(results.map(result => result.id)).size).toBe(300)
    expect(await messageCount(shop.applicationId)).toBe(300)
  })
})

describe('a request that can’t be stored', () => {
  test('fails alone: unknown application, another environment’s, revoked key, and what the database can’t take', async () => {
    const shop = await seedMerchant()
    await shop.addEndpoint(url)
    const foreign = await seedMerchant(await seedEnvironment())
    const { key, token } = await createApiKey(shop.context, { name: 'key' }, prisma)
    const withKey = await authenticateKey(`Bearer ${token}`)
    await revokeApiKey(shop.context, key.id, prisma)

    const good = () => shop.post()
    const results = await Promise.allSettled([
      ...Array.from({ length: 10 }, good),
      shop.post({ application: 'nobody' }),
      shop.post({ application: foreign.uid }),
      shop.post({ application: formatId('application', foreign.applicationId) }),
      createMessage(withKey, newMessage({ application: shop.uid })),
      ...Array.from({ length: 10 }, good),
      shop.post({ eventId: 'a\u0000b' }),
      shop.post({ eventType: '\u0000' }),
      shop.post({ tags: ['\u0000'] }),
      shop.post({ application: 'no\u0000body' }),
      shop.post({ retentionHours: 24 * 365 }),
      ...Array.from({ length: 10 }, good),
    ])
    const ten = Array(10).fill(accepted)
    const failed = expect.objectContaining({ status: 'rejected' })
    expect(results).toEqual([
      ...ten,
      refused('not_found'),
      refused('not_found'),
      refused('not_found'),
      refused('authentication_failed'),
      ...ten,
      ...Array(5).fill(failed),
      ...ten,
    ])
    expect(await messageCount(shop.applicationId)).toBe(30)
  })

  test('takes no key, so that it can be repaired and sent again', async () => {
    const shop = await seedMerchant()
    await expect(shop.post({ eventId: 'evt', idempotencyKey: 'k', tags: ['\u0000'] })).rejects.toThrow()
    await expect(shop.post({ eventId: 'evt', idempotencyKey: 'k', bodyHash: sha256('repaired') })).resolves.toMatchObject({
      repeated: false,
    })
  })
})
