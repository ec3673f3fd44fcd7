import { expect, test } from 'vitest'
import { formatAbout, formatBytes, formatCounted, formatDue, formatMs, formatSpan, formatUtc } from '#components/ui/format.ts'

test.each([
  [0.04, '0 ms'],
  [3.42, '3.4 ms'],
  [41.4, '41 ms'],
  [999.4, '999 ms'],
  [1_240, '1.24 s'],
])('formatMs(%d) is %s', (ms, text) => expect(formatMs(ms)).toBe(text))

test.each([
  [-5, '0 s'],
  [13_900, '13 s'],
  [73_000, '1 min 13 s'],
  [120_000, '2 min'],
  [32 * 60_000 + 9_000, '32 min'],
  [2 * 3_600_000 + 39 * 60_000, '2 h 39 min'],
  [76 * 3_600_000, '3 d 4 h'],
])('formatSpan(%d) is %s', (ms, text) => expect(formatSpan(ms)).toBe(text))

test.each([
  [59_000, '59 s'],
  [339_000, '5 min'],
  [7_300_000, '2 h'],
  [90_000_000, '1 d'],
])('formatAbout(%d) is %s', (ms, text) => expect(formatAbout(ms)).toBe(text))

test.each([
  [{ leftMs: 339_000 }, 'in 5 min 39 s'],
  [{ leftMs: 339_000, what: 'next', about: true }, 'next in 5 min'],
  [{ leftMs: 1_000 }, 'due now'],
  [{ leftMs: -5, due: 'due' }, 'due'],
  [{ leftMs: -5, paused: true }, 'paused'],
  [{ leftMs: 339_000, what: 'next', paused: true }, 'paused'],
])('formatDue(%o) is %s', (due, text) => expect(formatDue(due)).toBe(text))

test.each([
  [{ count: 1_204, more: false }, '1,204'],
  [{ count: 10_000, more: true }, '10,000+'],
])('formatCounted(%o) is %s', (counted, text) => expect(formatCounted(counted)).toBe(text))

test.each([
  [266, '266 B'],
  [1_400, '1.4 kB'],
  [1_048_576, '1.0 MB'],
])('formatBytes(%d) is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test('a moment in UTC has milliseconds', () => {
  expect(formatUtc(new Date('2026-11-19T14:02:11.482Z'))).toBe('2026-11-19 14:02:11.482 UTC')
})
