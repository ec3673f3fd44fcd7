import { describe, expect, test } from 'vitest'
import { countCalmDays } from '#components/endpoints/calm-days.ts'
import { readSchedule, writeSchedule } from '#components/endpoints/schedule.ts'

describe('a retry schedule', () => {
  test.each([
    ['', []],
    ['5s, 5m, 30m, 2h, 1d', [5, 300, 1_800, 7_200, 86_400]],
    ['5 10min', [5, 600]],
  ])('%j is read', (text, steps) => expect(readSchedule(text)).toEqual(steps))

  test.each(['soon', '5x', '-5s', '1.5h', '5s; 5m'])('%j is not', text => expect(readSchedule(text)).toBeNull())

  test('is written so that it reads the same', () => {
    const steps = [5, 90, 300, 5_400, 7_200, 86_400, 90_000]
    expect(writeSchedule(steps)).toBe('5s, 90s, 5m, 90m, 2h, 1d, 25h')
    expect(readSchedule(writeSchedule(steps))).toEqual(steps)
  })
})

describe('days without a failure', () => {
  const day = (at: number, delivered: number, failed = 0) => ({ day: new Date(Date.UTC(2026, 10, at)), delivered, retrying: 0, failed })
  const noon = new Date(Date.UTC(2026, 10, 5, 12))

  test('count back to the last failure', () =>
    expect(countCalmDays([day(1, 9), day(2, 9, 1), day(3, 9), day(4, 9), day(5, 0, 9)], noon)).toBe(2))
  test('count back to the first attempt', () =>
    expect(countCalmDays([day(1, 0), day(2, 9), day(3, 0), day(4, 9), day(5, 0, 9)], noon)).toBe(3))
  test('are none without an attempt', () => expect(countCalmDays([day(3, 0), day(4, 0), day(5, 0, 9)], noon)).toBe(0))
})
