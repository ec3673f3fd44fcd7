import { beforeEach, describe, expect, test } from 'vitest'
import { decrypt, encrypt } from '#server/crypto.ts'
import { pool, prisma } from '#server/db.ts'
import { stateCode } from '#server/deliveries/state.ts'
import { patchEventType } from '#server/event-types/mutations.ts'
import { formatId } from '#server/ids.ts'
import { keyring } from '#server/keyring.ts'
import { listFeed, readFeedNews } from '#server/messages/feed.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'
import { sendExample } from '#server/messages/send-example.ts'
import { forgetDeclared } from '#server/search/declared.ts'
import { searchLabels } from '#server/search/find.ts'
import type { SearchPath } from '#server/search/schema.ts'
import { type Merchant, seedEnvironment, seedMerchant } from '#tests/support/seed.ts'

beforeEach(forgetDeclared)

const all: FeedFilter = { applications: [], eventTypes: [], states: [], range: '1h', search: '' }
const order: SearchPath = { label: 'order', path: 'data.order.id' }

async function declare({ context }: Merchant, name: string, searchPaths: SearchPath[]): Promise<void> {
  await prisma.eventType.upsert({
    where: { environmentId_name: { environmentId: context.environmentId, name } },
    create: { environmentId: context.environmentId, name, description: name, searchPaths },
    update: { searchPaths },
  })
  forgetDeclared()
}

const post = async (merchant: Merchant, payload: unknown, message: Parameters<Merchant['post']>[0] = {}): Promise<string> =>
  formatId(
    'message',
    (await merchant.post({ payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)), ...message })).id,
  )
const about = (id: string | number) => ({ data: { order: { id } } })

const find = async ({ context }: Pick<Merchant, 'context'>, search: string, filter: Partial<FeedFilter> = {}): Promise<string[]> =>
  (await listFeed(context, { ...all, ...filter, search })).rows.map(row => row.id)

describe('what is found', () => {
  test('everything about one object, newest first, across applications, event types and endpoints', async () => {
    const shop = await seedMerchant()
    const other = await seedMerchant(shop.context)
    for (const name of ['order.paid', 'order.sent']) await declare(shop, name, [order])
    const [first, second] = [await shop.addEndpoint('http://127.0.0.1:9/1'), await shop.addEndpoint('http://127.0.0.1:9/2')]
    const paid = await post(shop, about(7890))
    await post(shop, about(7891))
    const sent = await post(other, about('7890'), { eventType: 'order.sent' })
    await post(other, about('7890'), { eventType: 'order.lost' })
    expect(await find(shop, '7890')).toEqual([sent, paid])
    expect(await find(shop, 'order:7890')).toEqual([sent, paid])
    expect(await find(shop, ' order: 7890 ')).toEqual([sent, paid])
    expect(await find(shop, 'customer:7890')).toEqual([])
    expect(await find(shop, '789')).toEqual([])
    expect(await find(shop, '7890', { eventTypes: ['order.sent'] })).toEqual([sent])
    expect(await find(shop, '7890', { applications: [formatId('application', shop.applicationId)] })).toEqual([paid])
    await pool.query('update delivery set state = $2 where endpoint_id = $1', [second, stateCode.failed])
    const found = (await listFeed(shop.context, { ...all, search: '7890' })).rows[1]
    expect(found?.deliveries).toEqual([
      { endpoint: { id: formatId('endpoint', first), url: 'http://127.0.0.1:9/1' }, state: 'pending' },
      { endpoint: { id: formatId('endpoint', second), url: 'http://127.0.0.1:9/2' }, state: 'failed' },
    ])
    expect(await find(shop, '7890', { states: ['failed'] })).toEqual([paid])
  })

  test('by any label, by one, and once where several have the value; an eventId too', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order, { label: 'parent', path: 'parent' }, { label: 'sku', path: 'items[*].sku' }])
    const both = await post(shop, { ...about('a'), parent: 'a' })
    const named = await post(shop, about('b'), { eventId: 'a' })
    const item = await post(shop, { items: [{ sku: 'x:1' }, { sku: 'a' }] })
    expect(await find(shop, 'a')).toEqual([item, named, both])
    expect(await find(shop, 'parent:a')).toEqual([both])
    expect(await find(shop, 'sku:a')).toEqual([item])
    expect(await find(shop, 'x:1')).toEqual([item])
    expect(await find(shop, 'sku:x:1')).toEqual([item])
    expect(await searchLabels(shop.context)).toEqual(['order', 'parent', 'sku'])
  })

  test('page by page, and what comes meanwhile as news', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order])
    const posted: string[] = []
    for (let n = 0; n < 120; n++) posted.push(await post(shop, about(n % 2)))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listFeed(shop.context, { ...all, search: 'order:1', cursor })
      seen.push(...page.rows.map(row => row.id))
      cursor = page.cursor
    } while (cursor)
    expect(seen).toEqual(posted.filter((_, n) => n % 2 === 1).toReversed())
    const late = await post(shop, about(1))
    const news = await readFeedNews(shop.context, { ...all, search: '1', newest: seen[0]!, watched: [] })
    expect(news.rows[0]?.id).toBe(late)
  })

  test('integers beyond 2^53 as they were written', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order])
    const ids = [
      await post(shop, '{"data":{"order":{"id":9007199254740993}}}'),
      await post(shop, '{"data":{"order":{"id":9007199254740992}}}'),
    ]
    expect(await find(shop, '9007199254740993')).toEqual(ids.slice(0, 1))
    expect(await find(shop, '9007199254740992')).toEqual(ids.slice(1))
  })

  test('test events, too', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order])
    await prisma.eventType.updateMany({
      where: { environmentId: shop.context.environmentId },
      data: { schemas: { 1: { examples: [about('example')] } } },
    })
    const endpoint = formatId('endpoint', await shop.addEndpoint('http://127.0.0.1:9/'))
    const example = { eventType: 'order.paid', exampleIndex: 0 }
    const sent = await prisma.$transaction(tx => sendExample(shop.context, { application: shop.uid, endpoint }, example, tx))
    expect(await find(shop, 'example')).toEqual([formatId('message', sent.id)])
  })
})

describe('what is not', () => {
  test('another environment’s messages, although they have the same value', async () => {
    const [shop, stranger] = [await seedMerchant(), await seedMerchant()]
    for (const merchant of [shop, stranger]) await declare(merchant, 'order.paid', [order])
    const [ours] = [await post(shop, about('7890')), await post(stranger, about('7890'))]
    expect(await find(shop, '7890')).toEqual([ours])
    const { rows } = await pool.query(
      'select count(distinct value)::int as count from search_value where message_id >= uuid_v7_floor(now() - interval $$1 minute$$)',
    )
    expect(rows[0].count).toBeGreaterThan(1)
  })

  test('messages that were accepted before their event type declared the path, or after it stopped', async () => {
    const shop = await seedMerchant()
    await post(shop, about('7890'))
    await declare(shop, 'order.paid', [order])
    const found = await post(shop, about('7890'))
    await declare(shop, 'order.paid', [])
    await post(shop, about('7890'))
    expect(await searchLabels(shop.context)).toEqual([])
    await declare(shop, 'order.sent', [order])
    expect(await find(shop, '7890')).toEqual([found])
  })

  test('payloads that are not JSON; they are accepted', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order])
    const id = await post(shop, '<order id="7890"/>', { contentType: 'application/xml' })
    expect(await find(shop, id)).toEqual([id])
    expect(await find(shop, '7890')).toEqual([])
  })

  test('anything in an environment that declares nothing, which has no key either', async () => {
    const context = await seedEnvironment()
    expect(await find({ context }, 'order:7890')).toEqual([])
    expect((await pool.query('select from search_key where environment_id = $1', [context.environmentId])).rowCount).toBe(0)
  })
})

describe('the key of an environment', () => {
  const place = (shop: Merchant) => ({ table: 'search_key', column: 'value', id: shop.context.environmentId })
  const readKey = async (shop: Merchant): Promise<string> =>
    (await pool.query('select value from search_key where environment_id = $1', [shop.context.environmentId])).rows[0].value

  test('is encrypted, and found again when it was encrypted anew', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order])
    const id = await post(shop, about('7890'))
    const sealed = await readKey(shop)
    const again = encrypt(keyring(), place(shop), decrypt(keyring(), place(shop), sealed))
    await pool.query('update search_key set value = $2 where environment_id = $1', [shop.context.environmentId, again])
    forgetDeclared()
    expect(again).not.toBe(sealed)
    expect(await find(shop, 'order:7890')).toEqual([id])
  })

  test('that can’t be read holds up no message', async () => {
    const shop = await seedMerchant()
    await declare(shop, 'order.paid', [order])
    await post(shop, about('7890'))
    await pool.query(`update search_key set value = '00000000.x' where environment_id = $1`, [shop.context.environmentId])
    forgetDeclared()
    const id = await post(shop, about('7890'))
    expect(await find(shop, id)).toEqual([id])
    expect(await find(shop, '7890')).toEqual([])
  })
})

test('what is declared anew is heeded without a restart', async () => {
  const shop = await seedMerchant()
  await declare(shop, 'order.paid', [])
  await post(shop, about('early'))
  await prisma.$transaction(tx => patchEventType(shop.context, 'order.paid', { searchPaths: [order] }, tx))
  await expect
    .poll(async () => (await post(shop, about('7890'))) && (await find(shop, '7890')).length, { timeout: 10_000 })
    .toBeGreaterThan(0)
  expect(await find(shop, 'early')).toEqual([])
})
