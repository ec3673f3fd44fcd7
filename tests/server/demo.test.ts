import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAuditEntries } from '#server/audit/queries.ts'
import { systemContext } from '#server/auth/system.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { reconcileDeliveries } from '#server/deliveries/reconcile-sql.ts'
import { cast } from '#server/demo/cast.ts'
import { type Stored, writeHistory } from '#server/demo/history.ts'
import { countDemo, removeDemo } from '#server/demo/remove.ts'
import { seedDemo } from '#server/demo/seed.ts'
import { getEndpointWithHealth } from '#server/endpoints/health.ts'
import { getEndpointSecret } from '#server/endpoints/queries.ts'
import { generateSecret } from '#server/endpoints/secrets.ts'
import { prepareSecrets } from '#server/endpoints/sign.ts'
import { listReplayViews } from '#server/replays/view.ts'
import { getOverview } from '#server/stats/overview.ts'
import { write } from '#server/writes.ts'
import { closeDatabase } from '#tests/support/database.ts'
import { seedEnvironment, seedMerchant } from '#tests/support/seed.ts'
import { rollUpNext } from '#worker/tasks/roll-up.ts'

const receiverUrl = 'http://127.0.0.1:8074/hooks'

let context: Context
let other: Context
const count = async (sql: string) => Number((await pool.query(`select count(*) from ${sql}`)).rows[0].count)

beforeAll(async () => {
  other = await seedEnvironment()
  const { id } = await prisma.environment.create({
    data: { organizationId: other.organizationId, slug: 'demo', name: 'Demo', demo: true, allowHttp: true, retrySchedule: [] },
  })
  context = await systemContext(id, 'test')
  await seedDemo(context, receiverUrl, new Date())
})
afterAll(closeDatabase)

const ended = (environment: Context) => `delivery d join application a on a.id = d.application_id
  where a.environment_id = '${environment.environmentId}' and d.state in (2, 3, 4)`

describe('the history', () => {
  const secrets = prepareSecrets([generateSecret('hmac'), generateSecret('hmac')].map(key => ({ key, expiresAt: null })))
  const stored: Stored[] = cast.map((merchant, m) => ({
    merchant,
    id: `00000000-0000-7000-8000-0000000000${m}0`,
    endpoints: merchant.endpoints.map((endpoint, e) => ({ endpoint, id: `00000000-0000-7000-8000-0000000000${m}${e + 1}`, secrets })),
  }))
  const now = new Date('2026-03-04T15:20:00Z')
  const history = writeHistory(stored, now)

  test('is the same for the same moment', () => {
    expect(writeHistory(stored, now)).toEqual(history)
  })

  test('is over: nothing waits, and no attempt is of the future', () => {
    expect(history.deliveries.every(({ state }) => [2, 3, 4].includes(state))).toBe(true)
    expect(history.attempts.every(({ ended_at }) => ended_at * 1_000 <= now.getTime())).toBe(true)
    const messages = new Set(history.messages.map(({ id }) => id))
    expect(messages.size).toBe(history.messages.length)
    expect(new Set(history.messages.map(each => `${each.application_id} ${each.event_id}`)).size).toBe(history.messages.length)
  })

  test('has the attempts that its deliveries say', () => {
    const attempts = Map.groupBy(history.attempts, each => `${each.message_id} ${each.endpoint_id}`)
    for (const { message_id, endpoint_id, attempt_count, state } of history.deliveries) {
      const made = attempts.get(`${message_id} ${endpoint_id}`) ?? []
      expect(made.map(({ number }) => number)).toEqual(Array.from({ length: attempt_count }, (_, index) => index + 1))
      if (attempt_count > 0) expect(made.at(-1)!.error === 0).toBe(state === 2)
    }
  })
})

test('has no job for what is invented, and one for each delivery that waits for the paused endpoint', async () => {
  const { rows } = await pool.query({
    ...reconcileDeliveries,
    values: ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 100_000],
  })
  expect(rows[0]).toMatchObject({ without_job: 0, with_needless_job: 0 })
  expect(await count(`pgboss.job where name not like '\\_\\_%'`)).toBe(6)
})

test('is what every figure counts, before and after the minutes are rolled up', async () => {
  const delivered = await count(`attempt t join message m on m.id = t.message_id
    where m.environment_id = '${context.environmentId}' and t.error = 0`)
  expect(delivered).toBeGreaterThan(3_000)
  const before = await getOverview(context, { range: '30d' })
  expect(before.total.delivered).toBe(delivered)
  const day = await getOverview(context, { range: '24h' })
  while (await rollUpNext(pool, 0));
  expect((await getOverview(context, { range: '30d' })).total).toEqual(before.total)
  expect((await getOverview(context, { range: '24h' })).total).toEqual(day.total)
  expect(day.worst).toContainEqual(
    expect.objectContaining({ url: 'https://erp.northwind-outdoor.example/hooks/posthorn', health: 'failing' }),
  )
})

test('shows every state that an endpoint can be in', async () => {
  const healthOf = async (application: string, endpoint: string) =>
    (await getEndpointWithHealth(context, { application, endpoint })).health.state
  expect(await healthOf('northwind-outdoor', 'erp')).toBe('failing')
  expect(await healthOf('lumen-books', 'orders')).toBe('failing')
  expect(await healthOf('kettle-and-co', 'shop')).toBe('healthy')
  expect(await healthOf('fable-toys', 'legacy')).toBe('disabled')
  expect(await healthOf('harbor-and-finch', 'built-in-receiver')).toBe('paused')
})

describe('an invented attempt', () => {
  /** Of the oldest ten of a revision: whether the secret that the endpoint has now made the signature. */
  async function verifyAttempts(application: string, endpoint: string, revision: number): Promise<boolean[]> {
    const webhook = new Webhook((await getEndpointSecret(context, { application, endpoint })).key)
    const { rows } = await pool.query<{ headers: string; body: Buffer }>(
      `select t.request_headers as headers, y.body from attempt t join endpoint e on e.id = t.endpoint_id
        join application a on a.id = e.application_id join payload y on y.message_id = t.message_id
      where a.environment_id = $1 and a.uid = $2 and e.uid = $3 and t.revision = $4 order by t.id limit 10`,
      [context.environmentId, application, endpoint, revision],
    )
    return rows.map(({ headers, body }) => {
      const sent: Record<string, string> = Object.fromEntries(JSON.parse(headers))
      // The library refuses old timestamps, so it signs the same again instead.
      const at = new Date(Number(sent['webhook-timestamp']) * 1_000)
      return webhook.sign(sent['webhook-id']!, at, body.toString()) === sent['webhook-signature']
    })
  }

  test('is signed with the secret of its endpoint', async () => {
    for (const [application, endpoint] of [
      ['joes-tshirts', 'built-in-receiver'],
      ['northwind-outdoor', 'erp'],
      ['kettle-and-co', 'shop'],
    ] as const)
      expect(await verifyAttempts(application, endpoint, 1)).toEqual(Array(10).fill(true))
  })

  test('is signed with the new secret since it was rotated, with the old one before', async () => {
    const since = await verifyAttempts('maison-verte', 'webhooks', 2)
    expect(since.length).toBeGreaterThan(0)
    expect(since).not.toContain(false)
    expect(await verifyAttempts('maison-verte', 'webhooks', 1)).toEqual(Array(10).fill(false))
  })
})

test('has a finished replay, whose numbers are those of its deliveries', async () => {
  const { rows } = await listReplayViews(context, {})
  expect(rows).toMatchObject([{ state: 'finished', canary: true, failed: 0 }])
  const again = await count(
    `delivery d join endpoint e on e.id = d.endpoint_id where e.uid = 'shop' and d.state = 2 and d.attempt_count = 4`,
  )
  expect(again).toBeGreaterThan(0)
  expect(rows[0]).toMatchObject({ total: again, admitted: again, delivered: again })
  expect(await count('replay_progress where delivered > 0')).toBeGreaterThan(0)
})

test('is filled once', async () => {
  const before = await count(ended(context))
  await seedDemo(context, receiverUrl, new Date())
  expect(await count(ended(context))).toBe(before)
})

test('goes as a whole, and nothing of anybody else', async () => {
  const merchant = await seedMerchant(other)
  await merchant.addEndpoint('http://127.0.0.1:9/')
  await merchant.post({ eventId: 'order-1' })
  await expect(write(other, tx => removeDemo(other, tx))).rejects.toMatchObject({ code: 'conflict' })

  const contents = await countDemo(context)
  expect(contents).toMatchObject({ applications: cast.length, endpoints: 9 })
  expect(await write(context, tx => removeDemo(context, tx))).toEqual(contents)
  for (const table of ['message', 'payload', 'message_key', 'delivery', 'application', 'endpoint', 'environment'])
    expect({ table, rows: await count(table) }).toEqual({ table, rows: 1 })
  for (const table of [
    'attempt',
    'delivery_stat',
    'delivery_stat_hour',
    'delivery_stat_day',
    'delivery_stat_environment',
    'lane',
    'replay',
    'replay_progress',
    'event_type',
  ])
    expect({ table, rows: await count(table) }).toEqual({ table, rows: 0 })
  expect(await count(`pgboss.job where name not like '\\_\\_%'`)).toBe(1)

  const { rows } = await listAuditEntries(other, { actor: null, action: 'demo.remove' })
  expect(rows).toMatchObject([
    { target: { kind: 'demo', name: 'Demo' }, changes: expect.arrayContaining([expect.objectContaining({ name: 'messages' })]) },
  ])
})
