import { expect, test } from 'vitest'
import { createBucket } from '#worker/bucket.ts'

/** Takes all that is available at each of the moments; returns how much that was. */
function drained(rate: number, moments: number[]): number[] {
  const bucket = createBucket(rate, 0)
  return moments.map(now => {
    const count = bucket.available(now)
    bucket.take(count)
    return count
  })
}

test('begins without credit, and gives one request per interval', () => {
  expect(drained(10, [0, 50, 100, 150, 200])).toEqual([0, 0, 1, 0, 1])
})

test('holds its rate over half a minute, however often it is asked', () => {
  const moments = Array.from({ length: 30_000 / 7 }, (_, index) => index * 7)
  const sum = drained(10, moments).reduce((total, count) => total + count, 0)
  expect(sum).toBeGreaterThanOrEqual(299)
  expect(sum).toBeLessThanOrEqual(301)
})

test('does not save up: after an hour of silence it gives a tenth of a second and one at once', () => {
  expect(drained(10, [3_600_000])).toEqual([2])
  expect(drained(200, [3_600_000])).toEqual([21])
})

test('takes back what was not used', () => {
  const bucket = createBucket(100, 0)
  expect(bucket.available(100)).toBe(10)
  bucket.take(10)
  bucket.take(-7)
  expect(bucket.available(100)).toBe(7)
})

test('says how long to wait for the next one', () => {
  const bucket = createBucket(10, 0)
  expect(bucket.available(40)).toBe(0)
  expect(bucket.waitMs()).toBe(60)
})
