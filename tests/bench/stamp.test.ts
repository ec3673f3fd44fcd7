import { expect, test } from 'vitest'
import { nowUs, readStamp, stampLength, stampOf } from '#bench/stamp.ts'

test('a stamp is read as it was written, from the beginning of a payload', () => {
  const sentUs = nowUs()
  expect(readStamp(Buffer.from(`${stampOf(sentUs, 123_456)},"fill":"x"}`))).toEqual({ sentUs, number: 123_456 })
})

test('all stamps are equally long, so that content-length never changes', () => {
  expect(stampOf(nowUs(), 999_999_999)).toHaveLength(stampLength)
  expect(JSON.parse(`${stampOf(17, 4)}}`)).toEqual({ at: expect.any(Number), n: expect.any(Number) })
})

test('other payloads have none', () => {
  expect(readStamp(Buffer.from('{"waiting":"xxx"}'))).toBeNull()
})
