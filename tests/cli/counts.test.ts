import { expect, test } from 'vitest'
import { add, atLeastOneFailed, fromPlaywright, fromVitest, none, single, summary } from '#cli/testing/counts.ts'

test('the last line sums what the runners count', () => {
  const vitest = fromVitest({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })
  const playwright = fromPlaywright({ stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 0 } })
  expect(summary([vitest, playwright, single(true), single(false)].reduce(add, none))).toBe('12 passed, 3 failed, 3 skipped')
  expect(summary(single(true))).toBe('1 passed, 0 failed')
})

test('a runner that fails before its first test has one failure', () => {
  expect(atLeastOneFailed(none, false)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(atLeastOneFailed({ passed: 3, failed: 2, skipped: 0 }, false)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  expect(atLeastOneFailed({ passed: 3, failed: 0, skipped: 0 }, true)).toEqual({ passed: 3, failed: 0, skipped: 0 })
})
