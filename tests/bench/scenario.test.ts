import { expect, test } from 'vitest'
import { formatCheck, formatTable } from '#bench/report.ts'
import { inTurn, isMet } from '#bench/scenario.ts'

test('variants run in turn, each as often as asked', async () => {
  const order: string[] = []
  const variant = (name: string) => async () => order.push(name)
  const said: string[] = []
  expect(await inTurn(3, { a: variant('a'), b: variant('b') }, text => said.push(text))).toEqual({ a: [1, 3, 5], b: [2, 4, 6] })
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(said).toHaveLength(6)
})

test('a target is met at its limit, and never by what was not measured', () => {
  expect(isMet({ what: 'ratio', value: 0.7, atLeast: 0.7 })).toBe(true)
  expect(isMet({ what: 'ratio', value: 0.69, atLeast: 0.7 })).toBe(false)
  expect(isMet({ what: 'ms', value: 10, atMost: 10 })).toBe(true)
  expect(isMet({ what: 'ms', value: 10.1, atMost: 10 })).toBe(false)
  expect(isMet({ what: 'MiB', value: Number.NaN, atMost: 250 })).toBe(false)
})

test('a check says target and value', () => {
  expect(formatCheck({ what: 'p50 at 200/s, ms', value: 7.251, atMost: 10 })).toBe('✓ p50 at 200/s, ms: 7.25 (at most 10.0)')
  expect(formatCheck({ what: 'ratio', value: 0.5, atLeast: 0.7 })).toBe('✗ ratio: 0.500 (at least 0.700)')
})

test('a table aligns figures to the right', () => {
  const rows = [
    ['delivered/s', 2345.6],
    ['CPU', Number.NaN],
  ]
  expect(formatTable({ columns: ['', 'posthorn'], rows })).toEqual([
    '                  posthorn',
    '──────────────────────────',
    'delivered/s          2,346',
    'CPU           not measured',
  ])
})
