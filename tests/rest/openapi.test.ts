import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { breakingChanges } from '#tests/support/breaking-changes.ts'
import { currentDocument, type Document } from '#tests/support/openapi.ts'

/** `npx vitest run tests/rest/openapi.test.ts -u` writes the document; the first test says what that would break. */
const file = new URL('../../docs/openapi.json', import.meta.url)
const committed = JSON.parse(readFileSync(file, 'utf8')) as Document

test('nothing that a client relies on has changed', () => {
  expect(breakingChanges(committed, currentDocument())).toEqual([])
})

test('docs/openapi.json is current', async () => {
  await expect(`${JSON.stringify(currentDocument(), null, 2)}\n`).toMatchFileSnapshot(file.pathname)
})

const create = '/api/v1/app'
const breaks: [string, (document: Document) => unknown, RegExp][] = [
  ['an operation is removed', ({ paths }) => delete paths[create]?.post, /^v1.application.create is gone$/],
  [
    'a field of an answer is removed',
    ({ components }) => remove(components.schemas.ApplicationOut, 'name'),
    /answer 201\.name need not be there$/,
  ],
  [
    'a field of an answer may be null',
    ({ components }) => Object.assign(components.schemas.ApplicationOut?.properties?.name ?? {}, { type: ['string', 'null'] }),
    /answer 200\.name: null against string$/,
  ],
  [
    'an answer has a value that was not known',
    ({ components }) => components.schemas.DeliveryOut?.properties?.state?.enum?.push('lost'),
    /state: lost is not among the values$/,
  ],
  ['an answer is removed', ({ paths }) => delete paths[create]?.post?.responses['201'], /^v1.application.create: answer 201 is gone$/],
  [
    'a field must be given',
    ({ components }) => components.schemas.ApplicationIn?.required?.push('uid'),
    /^v1.application.create: input\.uid need not be there$/,
  ],
  [
    'a field may be shorter only',
    ({ components }) => Object.assign(components.schemas.ApplicationIn?.properties?.name ?? {}, { maxLength: 10 }),
    /input\.name: maxLength is tighter$/,
  ],
  [
    'a parameter must be given',
    ({ paths }) => Object.assign(paths[create]?.get?.parameters?.[0] ?? {}, { required: true }),
    /^v1.application.list: input limit must be given$/,
  ],
  ['a parameter is removed', ({ paths }) => paths[create]?.get?.parameters?.shift(), /^v1.application.list: input limit is gone$/],
]

function remove(schema: Document['components']['schemas'][string] | undefined, name: string) {
  delete schema?.properties?.[name]
  if (schema?.required) schema.required = schema.required.filter(one => one !== name)
}

test.each(breaks)('it is noticed when %s', (_, change, expected) => {
  const changed = structuredClone(committed)
  change(changed)
  const changes = breakingChanges(committed, changed)
  expect(changes.length).toBeGreaterThan(0)
  expect(changes).toContainEqual(expect.stringMatching(expected))
})

test('additions break nobody', () => {
  const changed = structuredClone(committed)
  const { ApplicationIn, ApplicationOut } = changed.components.schemas
  Object.assign(ApplicationIn?.properties ?? {}, { more: { type: 'string' } })
  Object.assign(ApplicationOut?.properties ?? {}, { more: { type: 'string' } })
  ApplicationOut?.required?.push('more')
  changed.paths['/api/v1/more'] = { get: { operationId: 'v1.more', responses: {} } }
  expect(breakingChanges(committed, changed)).toEqual([])
})
