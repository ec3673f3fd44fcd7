import { beforeEach, describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { parseId } from '#server/ids.ts'
import { forgetDeclared } from '#server/search/declared.ts'
import { callerOf } from '#tests/support/server.ts'
import { call, createTenant, here, post, setUpTenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, stopWorkers } from '#tests/support/workers.ts'

setUpTenant({ shop: true })

const searchPaths = [
  { label: 'order', path: 'data.order.id' },
  { label: 'sku', path: 'items[*].sku' },
]
beforeEach(async () => {
  forgetDeclared()
  await call('post', '/event-type', { name: 'order.paid', description: 'Paid', searchPaths })
})

const about = (id: string) => ({ payload: { data: { order: { id } }, items: [{ sku: 'x' }] } })
const find = async (value: string, query = '', caller = call): Promise<string[]> =>
  (await caller('get', `/app/shop/msg?value=${encodeURIComponent(value)}${query}`)).body.data.map(({ id }: { id: string }) => id)
const rowsOf = async (message: string): Promise<number> =>
  (await pool.query('select from search_value where message_id = $1', [parseId('message', message)])).rowCount ?? 0

describe('event types', () => {
  test('tell their search paths, and nothing of them where there are none', async () => {
    expect((await call('get', '/event-type/order.paid')).body.searchPaths).toEqual(searchPaths)
    const { body } = await call('post', '/event-type', { name: 'order.sent', description: 'Sent' })
    expect(Object.keys(body)).not.toContain('searchPaths')
  })

  test('keep them in a replacement by a client that does not know them; null and an empty list clear them', async () => {
    const put = (input: object) => call('put', '/event-type/order.paid', { description: 'x', ...input })
    expect((await put({})).body.searchPaths).toEqual(searchPaths)
    expect((await call('patch', '/event-type/order.paid', { deprecated: true })).body.searchPaths).toEqual(searchPaths)
    expect((await put({ searchPaths: null })).body.searchPaths).toBeUndefined()
    expect((await put({ searchPaths: searchPaths.slice(1) })).body.searchPaths).toEqual(searchPaths.slice(1))
    expect((await call('patch', '/event-type/order.paid', { searchPaths: [] })).body.searchPaths).toBeUndefined()
  })

  test.each([
    ['six', Array.from({ length: 6 }, (_, n) => ({ label: `l${n}`, path: 'a' })), ['searchPaths']],
    ['the same label twice', [searchPaths[0], searchPaths[0]], ['searchPaths', 1, 'label']],
    ['a label with a colon', [{ label: 'a:b', path: 'a' }], ['searchPaths', 0, 'label']],
    ['what is no path', [{ label: 'a', path: '$..a' }], ['searchPaths', 0, 'path']],
  ])('422 for %s', async (_what, paths, place) => {
    const { status, body } = await call('patch', '/event-type/order.paid', { searchPaths: paths })
    expect([status, body.detail[0].loc]).toEqual([422, ['body', ...place]])
  })

  test('carry them to another environment, where they work with a key of its own', async () => {
    const exported = (await call('post', '/environment/export')).body
    const other = await createTenant()
    await other.call('post', '/app', { name: 'Shop', uid: 'shop' })
    expect((await other.call('post', '/environment/import', exported)).status).toBe(204)
    expect((await other.call('get', '/event-type/order.paid')).body.searchPaths).toEqual(searchPaths)
    const ours = await post(about('7890'))
    const { body } = await other.call('post', '/app/shop/msg', { eventType: 'order.paid', ...about('7890') })
    expect([await find('7890'), await find('7890', '', other.call)]).toEqual([[ours], [body.id]])
    const { searchPaths: _, ...without } = exported.eventTypes[0]
    await other.call('post', '/environment/import', { eventTypes: [without] })
    expect((await other.call('get', '/event-type/order.paid')).body.searchPaths).toBeUndefined()
  })

  test('keep them when an OpenAPI document describes them', async () => {
    const spec = { openapi: '3.1.0', info: { title: 'a', version: '1' }, webhooks: { 'order.paid': { post: { description: 'Now paid' } } } }
    expect((await call('post', '/event-type/import/openapi', { spec })).status).toBe(200)
    expect((await call('get', '/event-type/order.paid')).body).toMatchObject({ description: 'Now paid', searchPaths })
  })
})

describe('messages', () => {
  test('are found by a value of their payload, page by page, and with the other filters', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.push(await post(about(n === 2 ? '1' : '7890')))
    const expected = ids.filter((_, n) => n !== 2).toReversed()
    expect(await find('order:7890')).toEqual(expected)
    expect(await find('7890')).toEqual(expected)
    expect(await find('sku:7890')).toEqual([])
    expect(await find('sku:x')).toHaveLength(5)
    expect(await find('7890', '&event_types=order.sent')).toEqual([])
    const first = (await call('get', '/app/shop/msg?value=7890&limit=3')).body
    const rest = (await call('get', `/app/shop/msg?value=7890&limit=3&iterator=${first.iterator}`)).body
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(expected)
    expect([first.done, rest.done]).toEqual([false, true])
    expect((await call('get', '/app/shop/msg?value=')).status).toBe(422)
  })

  test('of a batch, each by its own', async () => {
    const messages = [about('a'), about('b'), { payload: {} }].map(message => ({ eventType: 'order.paid', ...message }))
    const { body } = await call('post', '/app/shop/msg/batch', { messages })
    expect(await find('b')).toEqual([body.data[1].message.id])
  })

  test('of another application, or another tenant, are not', async () => {
    await call('post', '/app', { name: 'Other', uid: 'other' })
    const theirs = (await call('post', '/app/other/msg', { eventType: 'order.paid', ...about('7890') })).body.id
    expect(await find('7890')).toEqual([])
    const { token } = (await call('post', '/auth/app-portal-access/shop', {})).body
    const merchant = callerOf(here.url, token)
    const ours = await post(about('7890'))
    expect(await find('7890', '', merchant)).toEqual([ours])
    expect((await merchant('get', '/app/other/msg?value=7890')).status).toBe(404)
    expect((await call('get', '/app/other/msg?value=7890')).body.data.map(({ id }: { id: string }) => id)).toEqual([theirs])
    const stranger = (await createTenant()).call
    expect((await stranger('get', '/app/shop/msg?value=7890')).status).toBe(404)
  })

  test('the index keeps no value', async () => {
    const id = await post(about('a secret number'))
    const { rows } = await pool.query('select s::text as row from search_value s where message_id = $1', [parseId('message', id)])
    expect(rows).toHaveLength(2)
    expect(rows.map(({ row }) => row).join()).not.toContain('secret')
  })
})

describe('expunge', () => {
  test('of a message forgets what it was found by, and nothing else', async () => {
    const [gone, also, kept] = [await post(about('7890')), await post({ ...about('7890'), eventId: 'order-7' }), await post(about('7890'))]
    await call('delete', `/app/shop/msg/${gone}/content`)
    await call('post', '/app/shop/msg/bulk-expunge', { ids: ['order-7'] })
    expect(await find('7890')).toEqual([kept])
    expect([await rowsOf(gone), await rowsOf(also), await rowsOf(kept)]).toEqual([0, 0, 2])
  })

  test('of all contents of an application, too', async () => {
    await call('post', '/app', { name: 'Other', uid: 'other' })
    const theirs = (await call('post', '/app/other/msg', { eventType: 'order.paid', ...about('7890') })).body.id
    const ids = [await post(about('7890')), await post(about('7891'))]
    const task = (await call('post', '/app/shop/msg/expunge-all-contents')).body.id
    await startTestWorker()
    await until('the task is done', async () => (await call('get', `/background-task/${task}`)).body.status === 'finished')
    await stopWorkers()
    expect(await Promise.all([...ids, theirs].map(rowsOf))).toEqual([0, 0, 2])
  })
})
