import { expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { listCatalog, listSubscribers, viewEventType } from '#server/event-types/dashboard.ts'
import { checkDraft } from '#server/event-types/draft.ts'
import { exampleOf } from '#server/event-types/example.ts'
import { createEventType } from '#server/event-types/mutations.ts'
import { EventTypeIn } from '#server/event-types/schema.ts'
import { parseId } from '#server/ids.ts'
import { seedEnvironment, seedMerchant } from '#tests/support/seed.ts'

const create = (context: Context, name: string, more = {}) =>
  createEventType(context, EventTypeIn.parse({ name, description: `About ${name}`, ...more }), prisma)
const list = (context: Context, more = {}) => listCatalog(context, { text: '', archived: false, ...more })

test('the catalogue comes by name, in pages, with its newest versions', async () => {
  const context = await seedEnvironment()
  await prisma.eventType.createMany({
    data: Array.from({ length: 105 }, (_, index) => ({
      environmentId: context.environmentId,
      name: `a.${String(index).padStart(3, '0')}`,
      description: '',
    })),
  })
  await create(context, 'b', { schemas: { '9': {}, '10': {} } })
  await create(await seedEnvironment(), 'c')
  const first = await list(context)
  expect([first.rows.length, first.cursor, first.rows[0]]).toEqual([
    100,
    'a.099',
    expect.objectContaining({ name: 'a.000', version: null }),
  ])
  const second = await list(context, { cursor: first.cursor })
  expect(second.rows.map(row => row.name)).toEqual(['a.100', 'a.101', 'a.102', 'a.103', 'a.104', 'b'])
  expect([second.cursor, second.rows.at(-1)?.version]).toEqual([null, '10'])
})

test('it is searched by name and description, and the archive is apart', async () => {
  const context = await seedEnvironment()
  await create(context, 'order.paid', { description: '100% paid' })
  await create(context, 'order_lost')
  await create(context, 'old', { archived: true })
  const names = async (more: object) => (await list(context, more)).rows.map(row => row.name)
  expect(await names({})).toEqual(['order.paid', 'order_lost'])
  expect(await names({ text: 'ABOUT' })).toEqual(['order_lost'])
  expect(await names({ text: '0% p' })).toEqual(['order.paid'])
  expect(await names({ text: 'r_l' })).toEqual(['order_lost'])
  expect(await names({ archived: true })).toEqual(['old'])
})

test('subscribers are counted by name and by what subscribes to all, of this environment alone', async () => {
  const merchant = await seedMerchant()
  const { context } = merchant
  await merchant.addEndpoint('https://example.com/all')
  await merchant.addEndpoint('https://example.com/paid', { eventTypes: ['order.paid'], disabled: true })
  const gone = await merchant.addEndpoint('https://example.com/gone', { eventTypes: ['order.paid'] })
  await prisma.endpoint.update({ where: { id: gone }, data: { deletedAt: new Date() } })
  await (await seedMerchant()).addEndpoint('https://example.com/other', { eventTypes: ['order.paid'] })
  await create(context, 'order.lost')
  const counts = (await list(context)).rows.map(({ name, subscribers }) => [name, subscribers])
  expect(counts).toEqual([
    ['order.lost', { count: 1, more: false }],
    ['order.paid', { count: 2, more: false }],
  ])
  expect(await viewEventType(context, 'order.paid')).toMatchObject({ name: 'order.paid', subscribers: { count: 2 } })
  const { rows, cursor } = await listSubscribers(context, { name: 'order.paid' })
  expect(cursor).toBeNull()
  expect(rows.map(({ endpoint, toAll }) => [endpoint.url, endpoint.disabled, toAll])).toEqual([
    ['https://example.com/paid', true, false],
    ['https://example.com/all', false, true],
  ])
})

test('subscribers come in pages, the newest applications first', async () => {
  const first = await seedMerchant()
  const second = await seedMerchant(first.context)
  await first.addEndpoint('https://example.com/0')
  await prisma.endpoint.createMany({
    data: Array.from({ length: 60 }, (_, index) => ({
      applicationId: parseId('application', second.applicationId) ?? second.applicationId,
      url: `https://example.com/${index + 1}`,
      secrets: '',
    })),
  })
  const page = await listSubscribers(first.context, { name: 'any' })
  expect(page.rows).toHaveLength(50)
  const rest = await listSubscribers(first.context, { name: 'any', cursor: page.cursor })
  expect([rest.rows.length, rest.cursor, rest.rows.at(-1)?.endpoint.url]).toEqual([11, null, 'https://example.com/0'])
  expect(new Set([...page.rows, ...rest.rows].map(row => row.endpoint.id)).size).toBe(61)
})

test('a draft is told what is wrong with it, and with its examples', () => {
  expect(checkDraft('7')).toEqual({ faults: [{ path: [], message: 'A schema is a JSON object.' }], example: null })
  expect(checkDraft('{"type": "int"}')).toMatchObject({ faults: [{ path: ['type'] }], example: null })
  const draft = { properties: { id: { type: 'string' } }, examples: [{ id: 'a' }, { id: 7 }] }
  expect(checkDraft(JSON.stringify(draft))).toEqual({
    faults: [{ path: ['examples', 1, 'id'], message: 'The example must be string.' }],
    example: { text: '{"id":"a"}', given: true },
  })
  expect(checkDraft('{"$ref": "https://example.com/a.json"}').faults).toEqual([])
  expect(checkDraft('{"$ref": "https://example.com/a.json", "examples": [1]}').faults[0]?.message).toContain('can’t be checked')
})

test('an example is made of what a schema says', () => {
  const schema = {
    properties: {
      id: { type: 'string', format: 'uuid' },
      at: { type: 'string', format: 'date-time' },
      count: { type: 'integer', minimum: 3 },
      state: { enum: ['paid', 'open'] },
      kind: { const: 'x' },
      lines: { type: 'array', items: { $ref: '#/definitions/line' } },
      maybe: { type: ['null', 'string'] },
      either: { oneOf: [{ type: 'boolean' }, { type: 'string' }] },
      both: { allOf: [{ properties: { a: { type: 'number' } } }], properties: { b: { default: 2 } } },
    },
    definitions: { line: { properties: { sku: { examples: ['tee'] } } } },
  }
  expect(exampleOf(schema)).toEqual({
    id: '00000000-0000-4000-8000-000000000000',
    at: '2026-01-31T12:00:00Z',
    count: 3,
    state: 'paid',
    kind: 'x',
    lines: [{ sku: 'tee' }],
    maybe: 'text',
    either: true,
    both: { a: 1.5, b: 2 },
  })
  expect(exampleOf({ properties: { self: { $ref: '#' } } })).toMatchObject({ self: { self: {} } })
  expect(exampleOf(true)).toEqual({})
})
