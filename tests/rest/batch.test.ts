import { describe, expect, test } from 'vitest'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })

const message = (input: object = {}) => ({ eventType: 'order.paid', payload: { a: 1 }, ...input })
const post = (messages: unknown[], headers = {}) => call('post', '/app/shop/msg/batch', { messages }, headers)
type Item = { status: number; message?: { id: string }; error?: { code: string } }

describe('a batch', () => {
  test('stores each for itself and says so in order', async () => {
    await call('post', '/app/shop/msg', message({ eventId: 'taken' }))
    const { status, body } = await post([
      message({ payload: { n: 0 } }),
      message({ eventType: '' }),
      message({ eventId: 'taken' }),
      message({ payload: [] }),
      message({ eventId: 'mine' }),
      message({ eventId: 'mine' }),
      message({ payload: { big: 'x'.repeat(1024 * 1024) } }),
    ])
    expect(status).toBe(202)
    expect(body.data.map(({ status, error }: Item) => [status, error?.code])).toEqual([
      [202, undefined],
      [422, 'validation_error'],
      [409, 'conflict'],
      [422, 'validation_error'],
      [202, undefined],
      [409, 'conflict'],
      [413, 'payload_too_large'],
    ])
    expect((await call('get', `/app/shop/msg/${body.data[0].message.id}`)).body).toEqual(body.data[0].message)
    expect((await call('get', '/app/shop/msg')).body.data).toHaveLength(3)
  })

  test('keeps the bytes of each payload', async () => {
    const payload = '{ "n": 12345678901234567890, "text": "a]},{\\"\\u0061" }'
    const { body } = await call(
      'post',
      '/app/shop/msg/batch',
      `{"messages":[ {"eventType":"a","payload":${payload}} ,{"payload":{},"eventType":"b"}]}`,
    )
    const stored = await call('get', `/app/shop/msg/${body.data[0].message.id}`)
    expect(stored.text).toContain(`"payload":${payload}`)
    expect(body.data[1].message).toMatchObject({ eventType: 'b', payload: {} })
  })

  test('of a thousand, each with its delivery', async () => {
    await call('post', '/app/shop/endpoint', { url: 'https://example.com/hook' })
    const { body } = await post(Array.from({ length: 1000 }, (_, n) => message({ payload: { n } })))
    expect(new Set(body.data.map((item: Item) => item.message?.id)).size).toBe(1000)
    const stats = await call('get', `/app/shop/endpoint/${(await call('get', '/app/shop/endpoint')).body.data[0].id}/stats`)
    expect(stats.body.pending).toBe(1000)
  })

  test('posted again with its idempotency key is answered as the first time, and completed', async () => {
    const key = { 'idempotency-key': 'batch-7' }
    const first = await post([message({ payload: { n: 1 } }), message({ eventType: '' })], key)
    const again = await post([message({ payload: { n: 1 } }), message({ payload: { n: 2 } }), message()], key)
    expect(again.body.data[0]).toEqual(first.body.data[0])
    expect(again.body.data.map(({ status }: Item) => status)).toEqual([202, 202, 202])
    expect((await post([message({ payload: { n: 3 } })], key)).body.data[0].error.code).toBe('idempotency_key_reuse')
    expect((await call('get', '/app/shop/msg')).body.data).toHaveLength(3)
  })

  test('makes the application that comes along', async () => {
    const { body } = await call('post', '/app/joe/msg/batch', {
      messages: [message(), message({ application: { name: 'Joe', uid: 'joe' } })],
    })
    expect(body.data.map(({ status }: Item) => status)).toEqual([202, 202])
    expect((await call('get', '/app/joe')).body.name).toBe('Joe')
  })

  test.each([
    ['nothing', []],
    ['more than a thousand', Array.from({ length: 1001 }, () => message())],
    ['what is no message', [message(), 7]],
  ])('of %s is refused as a whole', async (_, messages) => {
    expect((await post(messages)).status).toBe(422)
    expect((await call('get', '/app/shop/msg')).body.data).toEqual([])
  })
})
