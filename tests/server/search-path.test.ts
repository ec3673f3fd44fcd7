import { expect, test } from 'vitest'
import { parsePath, textsAt } from '#server/search/path.ts'
import { SearchPaths } from '#server/search/schema.ts'

const find = (payload: unknown, path: string) => textsAt(payload, parsePath(path)!)

test.each([
  ['a name', { id: 'a' }, 'id', ['a']],
  ['names', { data: { order: { id: 7890 } } }, 'data.order.id', ['7890']],
  ['an element', { items: [{ sku: 'x' }, { sku: 'y' }] }, 'items[1].sku', ['y']],
  ['each element, each value once', { items: [{ sku: 'x' }, { sku: 'y' }, { sku: 'x' }, {}] }, 'items[*].sku', ['x', 'y']],
  ['elements of elements', { a: [[1, 2], [3]] }, 'a[*][*]', ['1', '2', '3']],
  ['a boolean', { paid: false }, 'paid', ['false']],
  ['a name with hyphens, signs and letters of any kind', { 'x-é': { $a: 1 } }, 'x-é.$a', ['1']],
  ['text that looks the same', { name: ' e\u0301 ' }, 'name', ['é']],
  ['no null, no object, no list, no empty text', { a: [null, {}, [], '', '  '] }, 'a[*]', []],
  ['nothing of a list without a place in it', { a: [{ b: 1 }] }, 'a.b', []],
  ['nothing of an object by number', { a: { 0: 1 } }, 'a[0]', []],
  ['nothing that objects have by themselves', {}, 'constructor.name', []],
  ['no text longer than 256 characters', { a: ['x'.repeat(257), 'y'.repeat(256)] }, 'a[*]', ['y'.repeat(256)]],
  ['nothing of what is no object', null, 'a', []],
])('a path finds %s', (_what, payload, path, found) => expect(find(payload, path)).toEqual(found))

test('of a list, the first 20', () => {
  const items = Array.from({ length: 50 }, (_, id) => ({ id, tags: [id, -id] }))
  expect(find({ items }, 'items[*].id')).toEqual(Array.from({ length: 20 }, (_, id) => `${id}`))
  expect(find({ items }, 'items[*].tags[*]')).toHaveLength(19)
})

test.each(['', '.', 'a.', '.a', 'a..b', 'a b', '[0]', 'a[', 'a[]', 'a[-1]', 'a[x]', 'a[0', 'a[0]b', '$..a[?(1)]', 'a.b'.repeat(20)])(
  '%j is no path',
  path => expect(parsePath(path)).toBeNull(),
)

test('up to five, each with a label of its own', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map(label => ({ label, path: 'x.y' }))
  expect(SearchPaths.safeParse(five).success).toBe(true)
  const refused = [[...five, { label: 'f', path: 'x' }], [five[0], five[0]], [{ label: 'a:b', path: 'x' }], [{ label: 'a', path: 'x[' }]]
  for (const paths of refused) expect([paths, SearchPaths.safeParse(paths).success]).toEqual([paths, false])
})
