import { describe, expect, test } from 'vitest'
import { listAuditEntries } from '#server/audit/queries.ts'
import { pool } from '#server/db.ts'
import { cancelDeliveries, resendDeliveries } from '#server/deliveries/bulk.ts'
import { exportUndelivered } from '#server/deliveries/export.ts'
import { formatKey } from '#server/deliveries/key.ts'
import { listUndeliveredOf, readDeliveriesByKey } from '#server/deliveries/undelivered.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'
import { formatId } from '#server/ids.ts'
import { become } from '#tests/support/past.ts'
import { deliveriesOf, type Merchant, seedEnvironment, seedMerchant } from '#tests/support/seed.ts'

const all: UndeliveredFilter = { states: [], reasons: [], errors: [], eventTypes: [], applications: [], endpoint: null, range: '7d' }
const url = 'http://127.0.0.1:9/'
const signal = new AbortController().signal

const answered500 = { status: 500, error: 'http_5xx' } as const

/** One delivery in each state, oldest first. */
async function seedStates(merchant: Merchant) {
  const endpoint = await merchant.addEndpoint(url)
  const post = async () => (await merchant.post()).id
  const ids = { delivered: await post(), retrying: await post(), failed: await post(), skipped: await post(), canceled: await post() }
  await become([ids.delivered], 'delivered', { attempt: { status: 204, error: null } })
  await become([ids.retrying], 'retrying', { attempt: answered500 })
  await become([ids.failed], 'failed', { attempt: { status: null, error: 'connect_refused' }, reason: 'exhausted' })
  await become([ids.skipped], 'skipped', { reason: 'endpoint_disabled' })
  await become([ids.canceled], 'canceled', { reason: 'by_user' })
  const key = (message: string) => formatKey({ message_id: message, endpoint_id: endpoint })
  return { ids, endpoint, key }
}

describe('the list', () => {
  test('has everything but what was delivered, with its last attempt', async () => {
    const merchant = await seedMerchant()
    const { ids, endpoint, key } = await seedStates(merchant)
    const { rows, cursor } = await listUndeliveredOf(merchant.context, all)
    expect(cursor).toBeNull()
    expect(rows.map(row => row.state)).toEqual(['canceled', 'skipped', 'failed', 'retrying'])
    expect(rows[2]).toEqual({
      id: key(ids.failed),
      message: formatId('message', ids.failed),
      endpoint: { id: formatId('endpoint', endpoint), url, paused: false },
      application: { id: formatId('application', merchant.applicationId), name: 'Shop' },
      eventType: 'order.paid',
      state: 'failed',
      reason: 'exhausted',
      attemptCount: 1,
      error: 'connect_refused',
      status: null,
      acceptedAt: expect.any(Date),
      nextAttemptAt: null,
      failedAt: expect.any(Date),
    })
    expect(rows[3]).toMatchObject({ error: 'http_5xx', status: 500, reason: null, nextAttemptAt: expect.any(Date) })
  })

  test('shows what is pending once it should have gone', async () => {
    const merchant = await seedMerchant()
    await merchant.addEndpoint(url)
    const { id } = await merchant.post()
    expect((await listUndeliveredOf(merchant.context, all)).rows).toEqual([])
    const [old] = (await deliveriesOf(id)).map(row => row.endpoint_id)
    await pool.query(
      `with older as (
         insert into message (id, environment_id, application_id, event_type, expires_at)
         select uuid_v7_floor(now() - interval '10 s'), environment_id, application_id, event_type, expires_at from message where id = $1 returning id)
       insert into delivery (message_id, endpoint_id, application_id, event_type, state) select id, $2, $3, 'order.paid', 0 from older`,
      [id, old, merchant.applicationId],
    )
    expect((await listUndeliveredOf(merchant.context, all)).rows).toMatchObject([{ state: 'pending', attemptCount: 0, error: null }])
  })

  test.each<[string, Partial<UndeliveredFilter>, string[]]>([
    ['state', { states: ['failed', 'retrying'] }, ['failed', 'retrying']],
    ['reason', { reasons: ['endpoint_disabled', 'by_user'] }, ['canceled', 'skipped']],
    ['error of the last attempt', { errors: ['http_5xx'] }, ['retrying']],
    ['event type', { eventTypes: ['order.sent'] }, []],
    ['what is no application', { applications: ['app_1', 'app_2'] }, []],
    ['an endpoint that is not there', { endpoint: 'ep_1' }, []],
    ['time', { range: { from: new Date('2020-01-01'), to: new Date('2020-02-01') } }, []],
  ])('is narrowed by %s', async (_, filter, states) => {
    const merchant = await seedMerchant()
    await seedStates(merchant)
    expect((await listUndeliveredOf(merchant.context, { ...all, ...filter })).rows.map(row => row.state)).toEqual(states)
  })

  test('is narrowed by application and by endpoint', async () => {
    const context = await seedEnvironment()
    const [one, two] = [await seedMerchant(context), await seedMerchant(context)]
    const { endpoint } = await seedStates(one)
    await seedStates(two)
    const count = async (filter: Partial<UndeliveredFilter>) => (await listUndeliveredOf(context, { ...all, ...filter })).rows.length
    const [first, second] = [one, two].map(({ applicationId }) => formatId('application', applicationId))
    expect(await count({})).toBe(8)
    expect(await count({ applications: [first!] })).toBe(4)
    expect(await count({ applications: [first!, second!] })).toBe(8)
    expect(await count({ endpoint: formatId('endpoint', endpoint) })).toBe(4)
  })

  test('pages go on where the one before ended, and none is missing or twice', async () => {
    const merchant = await seedMerchant()
    await merchant.addEndpoint(url)
    await merchant.addEndpoint(url)
    const posted = await Promise.all(Array.from({ length: 30 }, async () => (await merchant.post()).id))
    await become(posted, 'failed', { reason: 'exhausted' })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listUndeliveredOf(merchant.context, { ...all, cursor }, 7)
      seen.push(...page.rows.map(row => row.id))
      cursor = page.cursor
    } while (cursor)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
    expect(seen).toHaveLength(60)
  })

  test('is that of one’s own environment', async () => {
    const [mine, theirs] = [await seedMerchant(), await seedMerchant()]
    const { ids, endpoint, key } = await seedStates(theirs)
    expect((await listUndeliveredOf(mine.context, all)).rows).toEqual([])
    expect((await listUndeliveredOf(mine.context, { ...all, endpoint: formatId('endpoint', endpoint) })).rows).toEqual([])
    const application = formatId('application', theirs.applicationId)
    expect((await listUndeliveredOf(mine.context, { ...all, applications: [application] })).rows).toEqual([])
    expect(await readDeliveriesByKey(mine.context, { deliveries: [key(ids.failed)] })).toEqual([])
    expect(await readDeliveriesByKey(theirs.context, { deliveries: [key(ids.failed), 'nonsense'] })).toMatchObject([{ state: 'failed' }])
  })
})

describe('many at once', () => {
  const jobsOf = async (message: string) =>
    (await pool.query(`select name, data from pgboss.job where data->>'m' = $1 and state < 'active' order by name`, [message])).rows

  test('are sent again, but for what can’t be sent', async () => {
    const merchant = await seedMerchant()
    const { ids, key } = await seedStates(merchant)
    await pool.query(`update message set expires_at = now() - interval '1 s' where id = $1`, [ids.skipped])
    const chosen = { deliveries: [ids.failed, ids.retrying, ids.skipped].map(key) }
    expect(await resendDeliveries(merchant.context, chosen)).toEqual({ count: 2 })
    expect(await jobsOf(ids.failed)).toEqual([{ name: 'replay', data: { m: ids.failed, t: 1 } }])
    expect(await jobsOf(ids.retrying)).toHaveLength(2)
    expect(await jobsOf(ids.skipped)).toEqual([])
    await pool.query('update endpoint set disabled = true where application_id = $1', [merchant.applicationId])
    expect(await resendDeliveries(merchant.context, chosen)).toEqual({ count: 0 })
  })

  test('are canceled where they wait, and their jobs go', async () => {
    const merchant = await seedMerchant()
    const { ids, key } = await seedStates(merchant)
    const { id: pending } = await merchant.post()
    const chosen = { deliveries: [ids.failed, ids.retrying, pending, ids.delivered].map(key) }
    expect(await cancelDeliveries(merchant.context, chosen)).toEqual({ count: 2 })
    for (const id of [ids.retrying, pending]) {
      expect(await deliveriesOf(id)).toMatchObject([{ state: 5, job_id: null, next_attempt_at: null }])
      expect(await jobsOf(id)).toEqual([])
    }
    expect(await deliveriesOf(ids.failed)).toMatchObject([{ state: 3 }])
    expect(await cancelDeliveries(merchant.context, chosen)).toEqual({ count: 0 })
  })

  test('are in the audit log, one by one, by who did it', async () => {
    const merchant = await seedMerchant()
    const { ids, endpoint, key } = await seedStates(merchant)
    await resendDeliveries(merchant.context, { deliveries: [ids.failed, ids.retrying].map(key) })
    await cancelDeliveries(merchant.context, { deliveries: [ids.failed, ids.retrying].map(key) })
    const { rows } = await listAuditEntries(merchant.context, { actor: null, action: null })
    const told = rows.filter(row => row.action.startsWith('delivery.'))
    const entry = (action: string, message: string) => ({
      action,
      actor: { kind: 'system', name: 'test' },
      target: { kind: 'message', id: formatId('message', message) },
      changes: [{ name: 'endpointId', after: formatId('endpoint', endpoint) }],
    })
    expect(told).toHaveLength(3)
    expect(told[0]).toMatchObject(entry('delivery.cancel', ids.retrying))
    expect(told.slice(1).toSorted((a, b) => (a.target.id! < b.target.id! ? -1 : 1))).toMatchObject([
      entry('delivery.resend', ids.retrying),
      entry('delivery.resend', ids.failed),
    ])
  })

  test('of another environment are left alone', async () => {
    const [mine, theirs] = [await seedMerchant(), await seedMerchant()]
    const { ids, key } = await seedStates(theirs)
    const chosen = { deliveries: [key(ids.retrying)] }
    expect(await cancelDeliveries(mine.context, chosen)).toEqual({ count: 0 })
    expect(await resendDeliveries(mine.context, chosen)).toEqual({ count: 0 })
    expect(await jobsOf(ids.retrying)).toHaveLength(1)
  })
})

describe('the file', () => {
  const textOf = async (merchant: Merchant, format: 'csv' | 'json', filter: Partial<UndeliveredFilter> = {}) =>
    new Response(await exportUndelivered(merchant.context, { ...all, ...filter }, format, signal)).text()

  test('has the list’s rows, with quotes where they are needed and no formulas', async () => {
    const merchant = await seedMerchant()
    const { ids, endpoint } = await seedStates(merchant)
    await pool.query(`update application set name = '=1+1, "Shop"' where id = $1`, [merchant.applicationId])
    const csv = await textOf(merchant, 'csv', { states: ['failed'] })
    const [head, row, ...rest] = csv.split('\r\n')
    expect(head).toBe(
      'application_id,application,endpoint_id,url,message_id,event_type,state,reason,attempts,last_error,last_status,accepted_at,next_attempt_at,failed_at',
    )
    expect(row).toContain(
      `,"'=1+1, ""Shop""",${formatId('endpoint', endpoint)},${url},${formatId('message', ids.failed)},order.paid,failed,`,
    )
    expect(row).toMatch(/,exhausted,1,connect_refused,,2\d{3}-\S+Z,,2\d{3}-\S+Z$/)
    expect(rest).toEqual([''])
    expect(JSON.parse(await textOf(merchant, 'json')).map((each: { state: string }) => each.state)).toEqual([
      'canceled',
      'skipped',
      'failed',
      'retrying',
    ])
    expect(JSON.parse(await textOf(merchant, 'json', { eventTypes: ['none'] }))).toEqual([])
  })

  test('is refused when it would have more than 10,000 rows', async () => {
    const merchant = await seedMerchant()
    const endpoint = await merchant.addEndpoint(url)
    const insert = (count: number) =>
      pool.query(
        `with made as (
           insert into message (id, environment_id, application_id, event_type, expires_at)
           select uuid_v7(), $1, $2, 'order.paid', now() + interval '1 day' from generate_series(1, $4::int) returning id)
         insert into delivery (message_id, endpoint_id, application_id, event_type, state, failed_at)
         select id, $3, $2, 'order.paid', 3, now() from made`,
        [merchant.context.environmentId, merchant.applicationId, endpoint, count],
      )
    await insert(10_000)
    expect(JSON.parse(await textOf(merchant, 'json'))).toHaveLength(10_000)
    await insert(1)
    await expect(textOf(merchant, 'csv')).rejects.toMatchObject({ code: 'limit_reached' })
  })
})
