import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idFloor } from '#server/ids.ts'
import { bounds, type Order, type Page, walk } from '#server/pagination.ts'

const parse = (text: string) => (/^\d+$/.test(text) ? Number(text) : null)

/** A table with an index, read as a list reads it. */
function readPage(table: readonly number[], request: { limit: number; order: Order; iterator?: string }): Page<number> {
  const step = walk(request, parse)
  const sorted = [...table].sort((a, b) => (step.descending ? b - a : a - b))
  const rows = sorted.filter(key => step.from === null || (step.descending ? key < step.from : key > step.from)).slice(0, step.take)
  return step.page(rows, String)
}

const lists = {
  table: fc.uniqueArray(fc.nat(1000), { maxLength: 40 }),
  limit: fc.integer({ min: 1, max: 10 }),
  order: fc.constantFrom<Order>('ascending', 'descending'),
}

test('walking to the end shows every row once, in order', () => {
  fc.assert(
    fc.property(lists.table, lists.limit, lists.order, (table, limit, order) => {
      const seen: number[] = []
      let page = readPage(table, { limit, order })
      for (; ; page = readPage(table, { limit, order, iterator: page.iterator ?? '' })) {
        seen.push(...page.data)
        if (page.done) break
      }
      expect(seen).toEqual([...table].sort((a, b) => (order === 'descending' ? b - a : a - b)))
    }),
  )
})

test('going on and back again shows the same page', () => {
  fc.assert(
    fc.property(lists.table, lists.limit, lists.order, (table, limit, order) => {
      const first = readPage(table, { limit, order })
      if (first.done) return
      const second = readPage(table, { limit, order, iterator: first.iterator ?? '' })
      expect(readPage(table, { limit, order, iterator: second.prevIterator ?? '' }).data).toEqual(first.data)
    }),
  )
})

test('an empty page has no iterators', () => {
  expect(readPage([], { limit: 5, order: 'ascending' })).toEqual({ data: [], iterator: null, prevIterator: null, done: true })
})

test('a page that was cut short goes on where it was cut, in the direction it was read', () => {
  const forwards = walk({ limit: 5, order: 'descending' }, parse)
  expect(forwards.page([9, 8], String, '3')).toEqual({ data: [9, 8], iterator: '3', prevIterator: '-9', done: false })
  expect(forwards.page([], String, '3')).toEqual({ data: [], iterator: '3', prevIterator: null, done: false })
  const backwards = walk({ limit: 5, order: 'descending', iterator: '-1' }, parse)
  expect(backwards.page([2, 3], String, '7')).toEqual({ data: [3, 2], iterator: '2', prevIterator: '-7', done: false })
})

test('from the end: the last page, in the order of the list', () => {
  const step = walk({ limit: 2, order: 'descending', fromEnd: true }, parse)
  expect([step.descending, step.page([1, 2, 3], String)]).toEqual([false, { data: [2, 1], iterator: '1', prevIterator: '-2', done: false }])
})

test.each(['', 'x', '-', '--1', '-x'])('refuses the iterator %j', iterator => {
  expect(() => walk({ limit: 5, order: 'ascending', iterator }, parse)).toThrow(
    expect.objectContaining({ issues: [expect.objectContaining({ loc: ['query', 'iterator'] })] }),
  )
})

test('bounds are the tighter of the times and the iterator', () => {
  const [early, late] = [new Date(1_000_000), new Date(2_000_000)]
  const id = idFloor(new Date(1_500_000))
  const from = (descending: boolean, text = id) =>
    walk<string>({ limit: 5, order: descending ? 'descending' : 'ascending', iterator: text }, key => key)
  expect(bounds(from(true), { before: late, after: early })).toEqual({ low: idFloor(new Date(1_000_001)), high: id })
  expect(bounds(from(false), { before: late, after: early })).toEqual({ low: id, high: idFloor(late) })
  expect(bounds(from(true, idFloor(new Date(3_000_000))), { before: late })).toEqual({
    low: expect.stringMatching(/^0{8}/),
    high: idFloor(late),
  })
  expect(
    bounds(
      walk<string>({ limit: 5, order: 'ascending' }, key => key),
      {},
    ),
  ).toEqual({ low: expect.stringMatching(/^[0-]+$/), high: expect.stringMatching(/^[f-]+$/) })
})
