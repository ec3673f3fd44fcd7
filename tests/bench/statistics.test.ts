import { describe, expect, test } from 'vitest'
import { median, medians, pairedRatio, percentile, summarize } from '#bench/statistics.ts'

const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('percentile', () => {
  test('is the nearest rank: a value that was measured, never one between two', () => {
    expect(percentile(oneTo(100), 0.5)).toBe(50)
    expect(percentile(oneTo(100), 0.99)).toBe(99)
    expect(percentile(oneTo(10), 0.95)).toBe(10)
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2)
  })

  test('has its ends at the smallest and the largest value', () => {
    expect(percentile(oneTo(7), 0)).toBe(1)
    expect(percentile(oneTo(7), 1)).toBe(7)
    expect(percentile([42], 0.5)).toBe(42)
  })

  test('does not invent a value where there is none', () => {
    expect(percentile([], 0.5)).toBeNaN()
  })
})

test('median of an odd and of an even number of values, in any order', () => {
  expect(median([30, 10, 20])).toBe(20)
  expect(median([40, 10, 20, 30])).toBe(25)
  expect(median([])).toBeNaN()
})

test('medians are taken field by field', () => {
  const runs = [
    { delivered: 100, cpu: 3 },
    { delivered: 300, cpu: 1 },
    { delivered: 200, cpu: 2 },
  ]
  expect(medians(runs)).toEqual({ delivered: 200, cpu: 2 })
})

describe('pairedRatio', () => {
  test('compares runs with their neighbours, so that a slow minute of the machine cancels out', () => {
    // Twice as fast in each pair, although the second pair met a machine at a quarter of its speed.
    expect(pairedRatio([2000, 500, 2200], [1000, 250, 1100])).toBe(2)
  })

  test('refuses runs without a partner', () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow('pairs')
  })
})

test('latencies are summarized in milliseconds, whatever their order', () => {
  const microseconds = Float64Array.from(oneTo(1000).map(value => (1001 - value) * 1000))
  expect(summarize(microseconds)).toEqual({ count: 1000, p50: 500, p95: 950, p99: 990, max: 1000 })
})
