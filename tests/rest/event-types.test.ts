import { expect, test } from 'vitest'
import { callerOf } from '#tests/support/server.ts'
import { call, here, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant()

const create = (input: object = {}) => call('post', '/event-type', { name: 'order.paid', description: 'Paid', ...input })
const namesOf = (answer: { body: { data: { name: string }[] } }) => answer.body.data.map(({ name }) => name)

test('create answers 201 with every field', async () => {
  const schemas = { '1': { type: 'object', properties: { id: { type: 'integer' } }, examples: [{ id: 1 }] }, '2': true }
  const { status, body } = await create({ schemas, deprecated: true, groupName: 'order', featureFlags: ['beta', 'new'] })
  expect(status).toBe(201)
  expect(body).toEqual({
    name: 'order.paid',
    description: 'Paid',
    archived: false,
    deprecated: true,
    schemas,
    groupName: 'order',
    featureFlags: ['beta', 'new'],
    featureFlag: 'beta',
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  })
  expect((await call('get', '/event-type/order.paid')).body).toEqual(body)
})

test.each([
  ['no description', { description: undefined }, 'description'],
  ['a name with a space', { name: 'order paid' }, 'name'],
  ['a name that is too long', { name: 'x'.repeat(257) }, 'name'],
  ['schemas that are no map', { schemas: [] }, 'schemas'],
  ['a schema that is text', { schemas: { '1': 'x' } }, 'schemas'],
  ['a feature flag with a space', { featureFlag: 'a b' }, 'featureFlags'],
])('422 for %s', async (_what, input, field) => {
  const { status, body } = await create(input)
  expect([status, body.detail[0].loc.slice(0, 2)]).toEqual([422, ['body', field]])
})

test.each<[string, unknown, string[], RegExp]>([
  [
    'has a type that is none',
    { properties: { 'a/b': { type: 'int' } } },
    ['properties', 'a/b', 'type'],
    /^\/properties\/a~1b\/type: must be one of/,
  ],
  ['requires no list', { required: 'id' }, ['required'], /must be array/],
  ['refers to nothing', { $ref: '#/definitions/none' }, ['$ref'], /Nothing is at #\/definitions\/none/],
  ['has a broken pattern', { pattern: '[' }, ['pattern'], /no regular expression/],
  ['names an unknown draft', { $schema: 'http://json-schema.org/draft-03/schema#' }, ['$schema'], /Draft 7/],
])('422 with the place when a schema %s', async (_what, schema, path, message) => {
  const expected = { status: 422, body: { detail: [{ loc: ['body', 'schemas', '1', ...path], msg: expect.stringMatching(message) }] } }
  expect(await create({ schemas: { '1': schema } })).toMatchObject(expected)
  expect(await call('put', '/event-type/order.paid', { description: 'x', schemas: { '1': schema } })).toMatchObject(expected)
  await create()
  expect(await call('patch', '/event-type/order.paid', { schemas: { '1': schema } })).toMatchObject(expected)
})

test('422 for a schema that is nested beyond reason', async () => {
  const deep = `{"name":"a","description":"x","schemas":{"1":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}}`
  expect((await call('post', '/event-type', deep)).status).toBe(422)
})

test('a name exists once: 409, unless it is archived, which takes it out again', async () => {
  await create({ groupName: 'order' })
  expect(await create()).toMatchObject({ status: 409, body: { code: 'event_type_exists' } })
  expect(await call('delete', '/event-type/order.paid')).toMatchObject({ status: 204, text: '' })
  expect((await call('get', '/event-type/order.paid')).body.archived).toBe(true)
  expect(await create({ description: 'again' })).toMatchObject({
    status: 201,
    body: { archived: false, description: 'again', groupName: null },
  })
})

test('put creates, and replaces all', async () => {
  const made = await call('put', '/event-type/order.paid', {
    description: 'x',
    groupName: 'order',
    featureFlags: ['a'],
    schemas: { '1': {} },
  })
  expect(made).toMatchObject({ status: 201, body: { name: 'order.paid', groupName: 'order' } })
  const replaced = await call('put', '/event-type/order.paid', { description: 'y', archived: true })
  expect(replaced.status).toBe(200)
  expect(replaced.body).toMatchObject({
    description: 'y',
    archived: true,
    groupName: null,
    featureFlags: [],
    featureFlag: null,
    schemas: null,
  })
})

test('put refuses a name that create would refuse', async () => {
  for (const name of ['order%20paid', 'x'.repeat(257)])
    expect(await call('put', `/event-type/${name}`, { description: 'x' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['path'] }] },
    })
})

test('patch changes what it names; null clears', async () => {
  await create({ groupName: 'order', featureFlags: ['a'], schemas: { '1': {} } })
  expect((await call('patch', '/event-type/order.paid', { deprecated: true })).body).toMatchObject({
    groupName: 'order',
    deprecated: true,
    schemas: { '1': {} },
  })
  const cleared = await call('patch', '/event-type/order.paid', { groupName: null, featureFlags: null, schemas: null })
  expect(cleared.body).toMatchObject({ groupName: null, featureFlags: [], schemas: null, deprecated: true })
})

test('expunge forgets it, and needs an admin', async () => {
  await create()
  const developer = callerOf(here.url, await here.tenant.createKey({ scope: 'developer' }))
  expect((await developer('delete', '/event-type/order.paid?expunge=true')).status).toBe(403)
  expect((await developer('delete', '/event-type/order.paid')).status).toBe(204)
  expect((await call('delete', '/event-type/order.paid?expunge=true')).status).toBe(204)
  expect((await call('get', '/event-type/order.paid')).status).toBe(404)
})

test('the list is by name, without archived ones and schemas unless asked for', async () => {
  for (const name of ['b', 'a', 'd', 'c']) await create({ name, schemas: { '1': {} } })
  await call('delete', '/event-type/c')
  expect(namesOf(await call('get', '/event-type'))).toEqual(['a', 'b', 'd'])
  expect(namesOf(await call('get', '/event-type?include_archived=true'))).toEqual(['a', 'b', 'c', 'd'])
  expect((await call('get', '/event-type')).body.data[0].schemas).toBeNull()
  expect((await call('get', '/event-type?with_content=true')).body.data[0].schemas).toEqual({ '1': {} })
  const first = await call('get', '/event-type?limit=2')
  expect(first.body).toMatchObject({ iterator: 'b', done: false })
  expect((await call('get', '/event-type?limit=2&iterator=b')).body).toMatchObject({ data: [{ name: 'd' }], done: true })
})
