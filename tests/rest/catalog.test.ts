import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { callerOf } from '#tests/support/server.ts'
import { makeTemporary } from '#tests/support/temporary.ts'
import { call, here, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant()

const create = (name: string, schema: unknown, more = {}) =>
  call('post', '/event-type', { name, description: '', ...(schema === undefined ? {} : { schemas: { '1': schema } }), ...more })
const types = async (): Promise<string> => (await call('get', '/catalog/types.ts')).text

const order = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Ours.' },
    total: { type: ['number', 'null'] },
    state: { enum: ['paid', 'open'] },
    lines: { type: 'array', items: { $ref: '#/definitions/line' } },
    'odd name': { const: 1 },
    meta: { type: 'object', additionalProperties: { type: 'string' } },
    pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
    either: { oneOf: [{ type: 'string' }, { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a'] }] },
    parent: { $ref: '#' },
  },
  required: ['id', 'state'],
  definitions: { line: { type: 'object', properties: { sku: { type: 'string' }, inner: { $ref: '#/definitions/line' } } } },
}

describe('types.ts', () => {
  test('has a type for each event type by the newest version of its schema', async () => {
    await create('order.paid', undefined, { description: 'Paid */ in full', deprecated: true, schemas: { '1': {}, '2': order } })
    await create('2fa.done', undefined)
    await create('never', false)
    await create('old', {}, { archived: true })
    const answer = await call('get', '/catalog/types.ts')
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.text).toContain(`/**
 * \`order.paid\`
 * Paid * / in full
 * @deprecated
 */
export type OrderPaid = {
  /** Ours. */
  id: string
  total?: number | null
  state: "paid" | "open"
  lines?: OrderPaidLine[]
  "odd name"?: 1
  meta?: Record<string, string>
  pair?: [string?, number?]
  either?: string | {
    a: boolean
  }
  parent?: OrderPaid
}

export type OrderPaidLine = {
  sku?: string
  inner?: OrderPaidLine
}`)
    expect(answer.text).toContain(`export type EventPayloads = {
  "2fa.done": Event2faDone
  "never": Never
  "order.paid": OrderPaid
}`)
    expect(answer.text).toContain('export type Event2faDone = unknown')
  })

  test('compiles, and its types refuse what the schemas would', async () => {
    await create('order.paid', order)
    await create('order-paid', { allOf: [{ $ref: '#/definitions/a' }, { required: ['x'] }], definitions: { a: { properties: { x: {} } } } })
    const directory = await makeTemporary()
    await writeFile(join(directory.path, 'types.ts'), await types())
    await writeFile(
      join(directory.path, 'use.ts'),
      `import { type EventPayloads, type OrderPaid, verifyWebhook } from './types.ts'
const good: EventPayloads['order.paid'] = { id: 'a', state: 'paid', lines: [{ inner: { sku: 'x' } }], parent: { id: 'b', state: 'open' } }
// @ts-expect-error the state is none
const bad: OrderPaid = { id: 'a', state: 'lost' }
export const read = async () => [(await verifyWebhook<'order.paid'>('s', new Headers(), '')).state satisfies 'paid' | 'open', good, bad]
export const node = (request: { headers: Record<string, string | string[] | undefined> }) => verifyWebhook('s', request.headers, '')
`,
    )
    const flags = '--ignoreConfig --noEmit --strict --target es2024 --module nodenext --allowImportingTsExtensions --lib es2024,dom --types'
    const tsc = spawnSync('node_modules/.bin/tsc', [...flags.split(' '), '', join(directory.path, 'use.ts')], { encoding: 'utf8' })
    await directory.remove()
    expect(tsc.stdout).toBe('')
    expect(tsc.status).toBe(0)
  })

  test('verifies what we sign, and nothing else', async () => {
    const directory = await makeTemporary()
    const file = join(directory.path, 'types.ts')
    await writeFile(file, await types())
    const { verifyWebhook } = await import(/* @vite-ignore */ file)
    await directory.remove()
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const body = '{"id":"a"}'
    const signed = (at: Date, text = body) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': `v1a,AAAA ${new Webhook(secret).sign('msg_1', at, text)}`,
    })
    expect(await verifyWebhook(secret, signed(new Date()), body)).toEqual({ id: 'a' })
    expect(await verifyWebhook(secret, new Headers(signed(new Date())), body)).toEqual({ id: 'a' })
    const svix = Object.fromEntries(Object.entries(signed(new Date())).map(([name, value]) => [name.replace('webhook', 'svix'), value]))
    expect(await verifyWebhook(secret, svix, body)).toEqual({ id: 'a' })
    await expect(verifyWebhook(secret, signed(new Date()), '{"id": "a"}')).rejects.toThrow('No signature fits')
    await expect(verifyWebhook(secret, signed(new Date(Date.now() - 600_000)), body)).rejects.toThrow('five minutes')
    await expect(verifyWebhook(secret, {}, body)).rejects.toThrow('five minutes')
  })
})

test('schema.json is one schema, whose references lead to where they did', async () => {
  await create('order.paid', { $schema: 'http://json-schema.org/draft-07/schema#', ...order })
  await create('order.lost', undefined, { description: 'Lost', deprecated: true })
  const { body } = await call('get', '/catalog/schema.json')
  expect(body).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    anyOf: [{ $ref: '#/definitions/order.lost' }, { $ref: '#/definitions/order.paid' }],
    definitions: {
      'order.lost': { title: 'order.lost', description: 'Lost', deprecated: true },
      'order.paid': {
        title: 'order.paid',
        properties: {
          lines: { items: { $ref: '#/definitions/order.paid/definitions/line' } },
          parent: { $ref: '#/definitions/order.paid' },
        },
      },
    },
  })
  expect(body.definitions['order.paid'].$schema).toBeUndefined()
  expect((await create('whole', body)).status).toBe(201)
})

test('a merchant gets the catalogue without what feature flags hide', async () => {
  await create('order.paid', undefined)
  await create('order.beta', undefined, { featureFlags: ['beta'] })
  await call('post', '/app', { uid: 'shop', name: 'Shop' })
  const seen = async (featureFlags: string[]) => {
    const { token } = (await call('post', '/auth/app-portal-access/shop', { capabilities: ['ViewBase'], featureFlags })).body
    const portal = callerOf(here.url, token)
    const { definitions } = (await portal('get', '/catalog/schema.json')).body
    expect((await portal('get', '/catalog/types.ts')).text.includes('order.beta')).toBe('order.beta' in definitions)
    return Object.keys(definitions)
  }
  expect(await seen([])).toEqual(['order.paid'])
  expect(await seen(['beta'])).toEqual(['order.beta', 'order.paid'])
})

describe('checking a payload', () => {
  const check = (payload: object, version?: string) =>
    call('post', '/event-type/order.paid/check', { payload, ...(version && { version }) })

  test('is by the newest version, or the one that is named', async () => {
    await create('order.paid', undefined, { schemas: { '1': { required: ['old'] }, '2': order } })
    expect((await check({ id: 'a', state: 'paid' })).body).toEqual({ valid: true, version: '2', errors: [] })
    expect((await check({ state: 'lost', lines: [{ sku: 1 }] })).body).toEqual({
      valid: false,
      version: '2',
      errors: [
        { pointer: '', message: "must have required property 'id'" },
        { pointer: '/state', message: 'must be one of "paid", "open"' },
        { pointer: '/lines/0/sku', message: 'must be string' },
      ],
    })
    expect((await check({}, '1')).body).toMatchObject({ valid: false, version: '1' })
    expect(await check({}, '3')).toMatchObject({ status: 400, body: { code: 'invalid_scheme' } })
  })

  test('understands the draft that a schema names', async () => {
    await create('order.paid', {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { a: { prefixItems: [{ type: 'string' }] } },
    })
    expect((await check({ a: [1] })).body.errors).toEqual([{ pointer: '/a/0', message: 'must be string' }])
  })

  test('ends, however the schema is made', async () => {
    await create('order.paid', { properties: { a: { pattern: '^(a+)+$' } } })
    expect(await check({ a: `${'a'.repeat(40)}!` })).toMatchObject({
      status: 422,
      body: { detail: [{ msg: expect.stringContaining('500 ms') }] },
    })
  })

  test('without a schema is refused', async () => {
    await create('order.paid', undefined)
    expect(await check({})).toMatchObject({ status: 400, body: { code: 'invalid_scheme', detail: 'order.paid has no schema.' } })
  })
})
