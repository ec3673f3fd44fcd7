import { expect, test } from 'vitest'
import { type Answer, callerOf } from '#tests/support/server.ts'
import { call, here, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant()

const path = '/event-type/import/openapi'
const run = (input: object) => call('post', path, input)
const get = async (name: string) => (await call('get', `/event-type/${name}`)).body
/** The places and texts of what was refused. */
const faultsOf = ({ status, body }: Answer): [string, string][] => {
  expect(status).toBe(422)
  return body.detail.map((fault: { loc: string[]; msg: string }) => [fault.loc.slice(1).join(' '), fault.msg])
}

const webhook = (schema: unknown, more = {}) => ({
  post: { description: 'A pet', requestBody: { content: { 'application/json': { schema } } }, ...more },
})
const pet = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] }

test('webhooks become event types, with all that is said of them', async () => {
  const spec = {
    openapi: '3.1.0',
    webhooks: {
      'pet.new': webhook(pet, {
        deprecated: true,
        'x-svix-group-name': 'pets',
        'x-svix-feature-flags': ['beta'],
        requestBody: { content: { 'application/json': { schema: pet, examples: { one: { value: { id: 7 } } } } } },
      }),
      'pet.lost': { post: { summary: 'Gone' } },
    },
  }
  const { status, body } = await run({ spec })
  expect([status, body]).toEqual([200, { data: { modified: ['pet.lost', 'pet.new'], to_modify: null, archived: [] } }])
  expect(await get('pet.new')).toMatchObject({
    description: 'A pet',
    deprecated: true,
    groupName: 'pets',
    featureFlags: ['beta'],
    schemas: { '1': { ...pet, examples: [{ id: 7 }] } },
  })
  expect(await get('pet.lost')).toMatchObject({ description: 'Gone', deprecated: false, groupName: null, featureFlags: [], schemas: null })
})

const yaml = `
openapi: 3.0.3
x-webhooks:
  pet.new: &pet
    post:
      description: A pet
      x-svix-feature-flag: beta
      requestBody: {$ref: '#/components/requestBodies/Pet'}
  pet.changed: *pet
components:
  requestBodies:
    Pet:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Pet'}
          example: {name: Rex, mother: null}
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, nullable: true}
        mother: {$ref: '#/components/schemas/Pet'}
`

test('text is read as YAML; references come along, to themselves too', async () => {
  expect((await run({ specRaw: yaml })).body.data.modified).toEqual(['pet.changed', 'pet.new'])
  const { schemas, featureFlags } = await get('pet.changed')
  expect(featureFlags).toEqual(['beta'])
  expect(schemas['1']).toEqual({
    $ref: '#/definitions/Pet',
    examples: [{ name: 'Rex', mother: null }],
    definitions: { Pet: { type: 'object', properties: { name: { type: ['string', 'null'] }, mother: { $ref: '#/definitions/Pet' } } } },
  })
  const check = await call('post', '/event-type/pet.new/check', { payload: { mother: { mother: { name: 7 } } } })
  expect(check.body).toEqual({ valid: false, version: '1', errors: [{ pointer: '/mother/mother/name', message: 'must be string,null' }] })
})

test('a dry run says what would be done, and does nothing', async () => {
  await run({ spec: { webhooks: { 'pet.new': webhook(pet), 'pet.same': webhook(true) } } })
  await call('post', '/event-type', { name: 'pet.old', description: 'x' })
  const spec = { webhooks: { 'pet.new': webhook({ ...pet, title: 'Pet' }), 'pet.same': webhook(true), 'pet.next': webhook({}) } }
  const { data } = (await run({ spec, dryRun: true, replaceAll: true })).body
  expect(data).toMatchObject({ modified: [], archived: ['pet.old'] })
  expect(data.to_modify).toEqual([
    {
      name: 'pet.new',
      description: 'A pet',
      deprecated: false,
      schemas: { '1': { ...pet, title: 'Pet' } },
      groupName: null,
      featureFlags: [],
    },
    { name: 'pet.next', description: 'A pet', deprecated: false, schemas: { '1': {} }, groupName: null, featureFlags: [] },
  ])
  expect((await call('get', '/event-type')).body.data.map(({ name }: { name: string }) => name)).toEqual(['pet.new', 'pet.old', 'pet.same'])
  expect((await run({ spec, replaceAll: true })).body.data).toEqual({
    modified: ['pet.new', 'pet.next'],
    to_modify: null,
    archived: ['pet.old'],
  })
  expect((await get('pet.old')).archived).toBe(true)
})

test('what the document does not say stays; a schema replaces the newest version; the archive is left', async () => {
  const schemas = { '9': { title: 'nine' }, '10': { title: 'ten' } }
  await call('post', '/event-type', {
    name: 'pet.new',
    description: 'x',
    groupName: 'pets',
    featureFlags: ['beta'],
    schemas,
    archived: true,
  })
  await run({ spec: { webhooks: { 'pet.new': { post: { description: 'y' } } } } })
  expect(await get('pet.new')).toMatchObject({ description: 'y', groupName: 'pets', featureFlags: ['beta'], schemas, archived: false })
  await run({ spec: { webhooks: { 'pet.new': webhook(pet) } } })
  expect((await get('pet.new')).schemas).toEqual({ '9': { title: 'nine' }, '10': pet })
})

test('a document that can’t be read is refused with line and column', async () => {
  expect(faultsOf(await run({ specRaw: 'webhooks:\n  pet.new: {post: {}\n  b: 1\n' }))).toEqual([
    ['specRaw', expect.stringMatching(/^line \d, column \d+: ./)],
  ])
  expect(faultsOf(await run({ specRaw: '{"webhooks": {"a": 1,,}}' }))).toEqual([
    ['specRaw', expect.stringMatching(/^line 1, column \d+: ./)],
  ])
  expect(faultsOf(await run({ specRaw: '- a' }))).toEqual([['specRaw', 'An OpenAPI document is an object.']])
})

test('each fault inside is told with its line and its pointer, and nothing is stored', async () => {
  const specRaw = [
    'webhooks:',
    '  pet.new:',
    '    post:',
    '      requestBody:',
    '        content:',
    '          application/json:',
    '            schema:',
    '              type: objekt',
    "              properties: {a: {$ref: '#/components/schemas/Nobody'}}",
    '  pet new: {post: {}}',
    '  pet.fine: {post: {}}',
    '  pet.none: {}',
  ].join('\n')
  const schema = 'specRaw webhooks pet.new post requestBody content application/json schema'
  expect(faultsOf(await run({ specRaw }))).toEqual([
    [
      `${schema} properties a $ref`,
      expect.stringMatching(/^line 9, .*\/properties\/a\/\$ref: Nothing is at #\/components\/schemas\/Nobody\.$/),
    ],
    [`${schema} type`, expect.stringMatching(/^line 8, .*\/application~1json\/schema\/type: must be one of "array",/)],
    ['specRaw webhooks pet new', expect.stringMatching(/^line 10, .*: The name may hold letters, digits and - _ \. only\.$/)],
    ['specRaw webhooks pet.none', expect.stringMatching(/^line 12, .*: There is no operation/)],
  ])
  expect((await call('get', '/event-type')).body.data).toEqual([])
})

const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) })

test.each<[string, object, RegExp]>([
  ['no webhooks at all', { spec: { openapi: '3.1.0', paths: {} } }, /names no webhooks/],
  ['webhooks that are none', { specRaw: 'webhooks: 7' }, /names no webhooks/],
  ['a reference that goes round', { spec: { webhooks: { a: { $ref: '#/webhooks/a' } } } }, /can't be followed/],
  [
    'a reference out of the document',
    { spec: { webhooks: { a: webhook({ $ref: 'pets.yaml#/Pet' }) } } },
    /pets.yaml#\/Pet is not in the document/,
  ],
  ['a pattern that is none', { spec: { webhooks: { a: webhook({ type: 'string', pattern: '(' }) } } }, /no regular expression/],
  ['a flag with a space', { spec: { webhooks: { a: webhook({}, { 'x-svix-feature-flags': ['a b'] }) } } }, /letters, digits/],
  ['a schema nested beyond reason', { spec: { webhooks: { a: webhook(deep(50)) } } }, /nested more than 48 levels/],
  ['text nested beyond reason', { specRaw: `webhooks: ${'['.repeat(100_000)}${']'.repeat(100_000)}` }, /nested more than 64 levels|line 1/],
  [
    'aliases that multiply',
    {
      specRaw: `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [${Array(9).fill('*a')}]\nc: &c [${Array(9).fill('*b')}]\nwebhooks: {a: {post: {x: [${Array(9).fill('*c')}]}}}`,
    },
    /alias/,
  ],
  [
    'too many webhooks',
    { spec: { webhooks: Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`a${index}`, {}])) } },
    /at most 2000/,
  ],
])('422 for %s', async (_what, input, message) => {
  const faults = faultsOf(await run(input))
  expect(faults[0]?.[1]).toMatch(message)
})

test('schemas that grow by what they refer to are bounded', async () => {
  const properties = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`p${index}`, { type: 'string' }]))
  const webhooks = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`a.${index}`, webhook({ $ref: '#/components/schemas/Big' })]),
  )
  const faults = faultsOf(await run({ spec: { webhooks, components: { schemas: { Big: { type: 'object', properties } } } } }))
  expect(faults).toEqual([[expect.stringMatching(/^spec webhooks a\.\d+$/), expect.stringContaining('too large')]])
})

test('413 for a document that is too large', async () => {
  expect((await run({ specRaw: `# ${'x'.repeat(1_200_000)}` })).status).toBe(413)
})

test('400 for no document, and for two', async () => {
  for (const input of [{}, { spec: {}, specRaw: '' }, { spec: null }]) expect((await run(input)).status).toBe(400)
})

test('a viewer may not', async () => {
  const viewer = callerOf(here.url, await here.tenant.createKey({ scope: 'viewer' }))
  expect((await viewer('post', path, { spec: {} })).status).toBe(403)
})
