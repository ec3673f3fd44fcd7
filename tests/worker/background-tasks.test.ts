import { beforeEach, describe, expect, test } from 'vitest'
import { getBackgroundTask, listBackgroundTasks } from '#server/background-tasks/queries.ts'
import { BackgroundTaskList, type BackgroundTaskOut } from '#server/background-tasks/schema.ts'
import { pool, prisma } from '#server/db.ts'
import { formatId, parseId } from '#server/ids.ts'
import { purgeMessages } from '#server/messages/purge.ts'
import { aggregateAppStats, aggregateEventTypes, spanOf } from '#server/stats/usage.ts'
import { moveClock } from '#tests/support/clock.ts'
import { become } from '#tests/support/past.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { tidyAfterEach } from '#tests/support/workers.ts'
import { runBackgroundTasks } from '#worker/background-tasks/run.ts'
import { stepTask } from '#worker/background-tasks/step.ts'
import { forgetExpired } from '#worker/tasks/expiry.ts'
import { rollUpNext } from '#worker/tasks/roll-up.ts'

tidyAfterEach()

const url = 'http://127.0.0.1:9/unused'
const going = new AbortController().signal

let shop: Merchant
beforeEach(async () => {
  shop = await seedMerchant()
})

const read = ({ id }: { id: string }): Promise<BackgroundTaskOut> => getBackgroundTask(shop.context, id)
const run = () => runBackgroundTasks(going)
const uuid = ({ id }: { id: string }): string => parseId('backgroundTask', id)!

describe('application.purge_content', () => {
  const purge = () => purgeMessages(shop.context, shop.uid, prisma)
  const countOf = async (text: string, values: unknown[]): Promise<number> =>
    (await pool.query<{ count: number }>(`select count(*)::int as count from ${text}`, values)).rows[0]!.count
  const payloadsOf = (ids: string[]) => countOf('payload where message_id = any ($1)', [ids])

  /** So many messages, with the answer that an endpoint gave to each. */
  async function postAnswered(merchant: Merchant, count: number): Promise<string[]> {
    const ids = (await Promise.all(Array.from({ length: count }, () => merchant.post()))).map(({ id }) => id)
    await become(ids, 'delivered', { attempt: { status: 200, error: null } })
    await pool.query(`update attempt set response_body = 'thanks' where message_id = any ($1)`, [ids])
    return ids
  }
  const responsesOf = async (ids: string[]): Promise<string[]> =>
    (await pool.query(`select distinct response_body from attempt where message_id = any ($1)`, [ids])).rows.map(row => row.response_body)

  test('forgets payloads and responses of the application, slice by slice, and of nobody else', async () => {
    const neighbour = await seedMerchant(shop.context)
    await Promise.all([shop.addEndpoint(url), neighbour.addEndpoint(url)])
    const [mine, theirs] = [await postAnswered(shop, 600), await postAnswered(neighbour, 3)]
    const task = await purge()
    expect(task).toMatchObject({ task: 'application.purge_content', status: 'running', id: expect.stringMatching(/^qtask_/) })
    expect(await read(task)).toMatchObject({ data: { messagesPurged: 0 } })
    expect(await stepTask(uuid(task))).toBe(true)
    expect(await read(task)).toMatchObject({ status: 'running', data: { messagesPurged: 500 } })
    await run()
    expect(await read(task)).toMatchObject({ status: 'finished', data: { messagesPurged: 600 } })
    expect([await payloadsOf(mine), await responsesOf(mine)]).toEqual([0, ['EXPUNGED']])
    expect([await payloadsOf(theirs), await responsesOf(theirs)]).toEqual([3, ['thanks']])
    expect(await countOf('message where application_id = $1', [shop.applicationId])).toBe(600)
  })

  test('what is posted after it was asked for stays, also while it goes on', async () => {
    await Promise.all(Array.from({ length: 501 }, () => shop.post()))
    const task = await purge()
    const early = await shop.post()
    await stepTask(uuid(task))
    const late = await shop.post()
    await run()
    expect(await payloadsOf([early.id, late.id])).toBe(2)
    expect(await read(task)).toMatchObject({ data: { messagesPurged: 501 } })
  })

  test('a step that breaks off has not happened, and another worker goes on from the one before', async () => {
    await Promise.all(Array.from({ length: 501 }, () => shop.post()))
    const task = await purge()
    await stepTask(uuid(task))
    await pool.query(`create function break_off() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger break_off before update on background_task for each row execute function break_off()`)
    await run()
    expect(await read(task)).toMatchObject({ status: 'running', data: { messagesPurged: 500 } })
    expect(await countOf('payload p join message m on m.id = p.message_id where m.application_id = $1', [shop.applicationId])).toBe(1)
    await pool.query('drop function break_off cascade')
    await run()
    expect(await read(task)).toMatchObject({ status: 'finished', data: { messagesPurged: 501 } })
  })

  test('several workers do each step once', async () => {
    await Promise.all(Array.from({ length: 1_100 }, () => shop.post()))
    const tasks = [await purge(), await purge()]
    while ((await Promise.all(tasks.map(read))).some(({ status }) => status === 'running')) await Promise.all([run(), run(), run()])
    const purged = (await Promise.all(tasks.map(read))).map(({ data }) => 'messagesPurged' in data && data.messagesPurged)
    expect(Number(purged[0]) + Number(purged[1])).toBe(1_100)
  })

  test('of an application that has no messages, or was deleted meanwhile, it ends', async () => {
    const empty = await purge()
    await run()
    expect(await read(empty)).toMatchObject({ status: 'finished', data: { messagesPurged: 0 } })
    const { id } = await shop.post()
    const task = await purge()
    await prisma.application.update({ where: { id: shop.applicationId }, data: { deletedAt: new Date() } })
    await run()
    expect(await read(task)).toMatchObject({ status: 'finished', data: { messagesPurged: 1 } })
    expect(await payloadsOf([id])).toBe(0)
  })
})

describe('application.stats', () => {
  const hour = 3_600_000
  const stats = (input: { since: Date; until: Date; appIds?: string[] }) => aggregateAppStats(shop.context, input, prisma)
  const result = async (input: Parameters<typeof stats>[0]) => {
    const task = await stats(input)
    await run()
    const { status, data } = await read(task)
    expect(status).toBe('finished')
    return 'appStats' in data ? Object.fromEntries(data.appStats.map(row => [row.appUid, row.messageDestinations])) : null
  }
  /** Attempts of an endpoint at a time: half of them failed; and outcomes that were no attempts. */
  const attempted = (endpoint: string, at: Date, count: number) =>
    pool.query(
      `insert into delivery_stat (minute, worker_id, endpoint_id, outcome, bucket, count, total_us)
       select date_trunc('minute', $2::timestamptz), 1, $1, outcome, 0, $3, 1 from unnest('{1, 2, 4, 5}'::smallint[]) outcome`,
      [endpoint, at, count],
    )
  beforeEach(() =>
    pool.query(
      `truncate delivery_stat, delivery_stat_hour, delivery_stat_day, delivery_stat_environment; update delivery_stat_progress set rolled_up_to = 'epoch'`,
    ),
  )

  async function rollUpAll(): Promise<void> {
    const client = await pool.connect()
    try {
      while (await rollUpNext(client, -60));
    } finally {
      client.release()
    }
  }

  test('counts the hours that the time touches, rolled up or not, of live and deleted endpoints', async () => {
    const [live, gone] = [await shop.addEndpoint(url), await shop.addEndpoint(url)]
    await prisma.endpoint.update({ where: { id: gone }, data: { deletedAt: new Date() } })
    const neighbour = await seedMerchant(shop.context)
    const stranger = await seedMerchant()
    const now = Date.now()
    const noon = new Date(Math.floor((now - 48 * hour) / (24 * hour)) * 24 * hour + 12 * hour)
    await attempted(live, noon, 1)
    await attempted(gone, new Date(noon.getTime() + 30 * hour), 10)
    await attempted(await neighbour.addEndpoint(url), noon, 100)
    await attempted(await stranger.addEndpoint(url), noon, 1_000)
    await attempted(live, new Date(noon.getTime() + hour), 10_000)
    const window = { since: new Date(noon.getTime() + 59 * 60_000), until: new Date(noon.getTime() + 60 * 60_000) }
    for (const _ of ['by the minute', 'by the hour and day']) {
      expect(await result(window)).toEqual({ [shop.uid]: 2, [neighbour.uid]: 200 })
      expect(await result({ ...window, until: new Date(window.until.getTime() + 1) })).toMatchObject({ [shop.uid]: 20_002 })
      expect(await result({ since: new Date(noon.getTime() - 40 * hour), until: new Date(now) })).toMatchObject({ [shop.uid]: 20_022 })
      expect(await result({ since: new Date(0), until: new Date(noon.getTime() - 13 * hour) })).toMatchObject({ [shop.uid]: 0 })
      await rollUpAll()
    }
  })

  test('of some applications by id and uid, and says which are not there', async () => {
    const others = [await seedMerchant(shop.context), await seedMerchant()]
    const window = { since: new Date(0), until: new Date() }
    const appIds = [formatId('application', shop.applicationId), shop.uid, others[1]!.uid, 'nobody']
    expect((await stats({ ...window, appIds })).unresolvedAppIds).toEqual([others[1]!.uid, 'nobody'])
    expect(await result({ ...window, appIds })).toEqual({ [shop.uid]: 0 })
    await expect(stats({ ...window, appIds: ['nobody'] })).rejects.toMatchObject({ issues: [{ loc: ['body', 'appIds'] }] })
    expect(Object.keys((await result({ ...window, appIds: [] })) ?? {})).toHaveLength(2)
    await expect(stats({ since: new Date(1), until: new Date(0) })).rejects.toMatchObject({ code: 'invalid_range' })
  })

  test.each([
    ['within an hour', '2026-06-10T10:20:00Z', '2026-06-10T10:40:00Z', ['10T10', '10T11', '10T11', '10T11']],
    ['of hours', '2026-06-10T10:00:00Z', '2026-06-10T12:00:00Z', ['10T10', '10T12', '10T12', '10T12']],
    ['over midnight', '2026-06-10T10:20:00Z', '2026-06-11T10:40:00Z', ['10T10', '11T11', '11T11', '11T11']],
    ['with a whole day', '2026-06-10T10:20:00Z', '2026-06-12T10:40:00Z', ['10T10', '11T00', '12T00', '12T11']],
    ['of a whole day', '2026-06-10T00:00:00Z', '2026-06-11T00:00:00Z', ['10T00', '10T00', '11T00', '11T00']],
  ])('a time %s', (_, since, until, expected) => {
    const { from, days, to } = spanOf({ since: new Date(since), until: new Date(until) }, Date.parse('2026-06-15T00:00:00Z'))
    expect([from, days.from, days.to, to].map(text => text.slice(8, 13))).toEqual(expected)
  })

  test('a time of which the hours are not kept any more is widened to days', () => {
    const { from, days, to } = spanOf(
      { since: new Date('2026-01-10T10:20:00Z'), until: new Date('2026-06-10T10:20:00Z') },
      Date.parse('2026-06-15'),
    )
    expect([from, days.from, days.to, to].map(text => text.slice(5, 13))).toEqual(['01-10T00', '01-10T00', '06-10T00', '06-10T11'])
  })
})

test('event-type.aggregate: what live endpoints subscribe to, in more than one step', async () => {
  const plain = await seedMerchant(shop.context)
  await plain.addEndpoint(url)
  await shop.addEndpoint(url, { eventTypes: ['b', 'a'] })
  await shop.addEndpoint(url, { eventTypes: ['b', 'c'], disabled: true })
  const gone = await shop.addEndpoint(url, { eventTypes: ['d'] })
  await prisma.endpoint.update({ where: { id: gone }, data: { deletedAt: new Date() } })
  await prisma.application.createMany({
    data: Array.from({ length: 250 }, (_, index) => ({ environmentId: shop.context.environmentId, name: `Shop ${index}` })),
  })
  const task = await aggregateEventTypes(shop.context, prisma)
  expect(await stepTask(uuid(task))).toBe(true)
  await run()
  const { status, data } = await read(task)
  const rows = 'event_types' in data ? data.event_types : []
  expect([status, rows.length, new Set(rows.map(({ appId }) => appId)).size]).toEqual(['finished', 252, 252])
  expect(rows.find(({ appId }) => appId === formatId('application', shop.applicationId))).toMatchObject({
    explicitlySubscribedEventTypes: ['a', 'b', 'c'],
    hasCatchAllEndpoint: false,
  })
  expect(rows.find(({ appId }) => appId === formatId('application', plain.applicationId))).toMatchObject({
    explicitlySubscribedEventTypes: [],
    hasCatchAllEndpoint: true,
  })
})

describe('the list', () => {
  test('pages through replays and the others in one order, by status and task', async () => {
    await shop.addEndpoint(url, { uid: 'hook' })
    const made: string[] = []
    for (const kind of ['walk', 'replay', 'walk', 'replay', 'walk']) {
      if (kind === 'walk') made.push((await purgeMessages(shop.context, shop.uid, prisma)).id)
      else made.push(await insertReplay())
    }
    const pages: string[][] = []
    for (let iterator: string | undefined, done = false; !done; ) {
      const page = await listBackgroundTasks(shop.context, BackgroundTaskList.parse({ limit: 2, iterator }))
      pages.push(page.data.map(({ id }) => id))
      iterator = page.iterator ?? undefined
      done = page.done
    }
    expect(pages).toEqual([[made[4], made[3]], [made[2], made[1]], [made[0]]])
    const last = pages[2]?.[0]
    const back = await listBackgroundTasks(shop.context, BackgroundTaskList.parse({ limit: 2, iterator: `-${last}` }))
    expect(back.data.map(({ id }) => id)).toEqual(pages[1])
    await run()
    const listed = async (filter: object) =>
      (await listBackgroundTasks(shop.context, BackgroundTaskList.parse({ order: 'ascending', ...filter }))).data.map(({ id }) => id)
    expect(await listed({ status: 'running' })).toEqual([made[1], made[3]])
    expect(await listed({ status: 'finished' })).toEqual([made[0], made[2], made[4]])
    expect(await listed({ status: 'failed' })).toEqual([])
    expect(await listed({ task: 'endpoint.recover' })).toEqual([made[1], made[3]])
    expect(await listed({ task: 'application.purge_content' })).toEqual([made[0], made[2], made[4]])
  })

  async function insertReplay(): Promise<string> {
    const { rows } = await pool.query<{ id: string }>(
      `insert into replay (id, environment_id, application_id, kind, states, missing, reasons, errors, event_types, canary, starts, state,
         counted_message_id, counted_endpoint_id, cursor_message_id, cursor_endpoint_id, paced_at, created_by, created_at, updated_at)
       values (uuid_v7(), $1, $2, 'endpoint.recover', '{3}', false, '{}', '{}', '{}', false, 'now', 'running', uuid_v7(), uuid_v7(), uuid_v7(),
         uuid_v7(), now(), 'test', now(), now()) returning id`,
      [shop.context.environmentId, shop.applicationId],
    )
    return formatId('backgroundTask', rows[0]!.id)
  }
})

test('what has ended is forgotten after a month', async () => {
  const task = await purgeMessages(shop.context, shop.uid, prisma)
  const running = await purgeMessages(shop.context, shop.uid, prisma)
  await stepTask(uuid(task))
  await moveClock(29 * 24 * 3_600)
  await forgetExpired(going)
  expect(await read(task)).toMatchObject({ status: 'finished' })
  await moveClock(2 * 24 * 3_600)
  await forgetExpired(going)
  await expect(read(task)).rejects.toMatchObject({ code: 'not_found' })
  expect(await read(running)).toMatchObject({ status: 'running' })
})
