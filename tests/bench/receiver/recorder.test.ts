import { expect, test } from 'vitest'
import { createRecorder } from '#bench/receiver/recorder.ts'

test('a message counts once, with the time of its first arrival', () => {
  const recorder = createRecorder()
  recorder.record('healthy', 1, 1_000, 6_000)
  recorder.record('healthy', 1, 1_000, 9_000)
  recorder.record('healthy', 2, 2_000, 4_000)
  expect(recorder.counts()).toEqual({ repeated: 1, received: { healthy: 2 } })
  expect(recorder.latencies('healthy', { fromUs: 0, toUs: 10_000 })).toMatchObject({ count: 2, p50: 2, max: 5 })
})

test('an interval has what was sent in it, whenever it arrived', () => {
  const recorder = createRecorder()
  recorder.record('healthy', 1, 999, 2_000)
  recorder.record('healthy', 2, 1_000, 500_000)
  recorder.record('healthy', 3, 2_000, 2_500)
  expect(recorder.latencies('healthy', { fromUs: 1_000, toUs: 2_000 })).toMatchObject({ count: 1, p99: 499 })
})

test('groups are apart, and those without a stamp are only counted', () => {
  const recorder = createRecorder()
  recorder.record('healthy', 1, 0, 1_000)
  recorder.count('waiting')
  recorder.count('waiting')
  expect(recorder.counts().received).toEqual({ healthy: 1, waiting: 2 })
  expect(recorder.latencies('waiting', { fromUs: 0, toUs: 1 }).count).toBe(0)
})

test('numbers far beyond the first are still recognized', () => {
  const recorder = createRecorder()
  for (const number of [0, 5_000_000, 0, 5_000_000]) recorder.record('healthy', number, 0, 1)
  expect(recorder.counts()).toEqual({ repeated: 2, received: { healthy: 2 } })
})

test('forgetting drops latencies and keeps counts', () => {
  const recorder = createRecorder()
  recorder.record('healthy', 1, 0, 1_000)
  recorder.forget()
  recorder.record('healthy', 1, 0, 2_000)
  expect(recorder.counts()).toEqual({ repeated: 1, received: { healthy: 1 } })
  expect(recorder.latencies('healthy', { fromUs: 0, toUs: 1 }).count).toBe(0)
})
