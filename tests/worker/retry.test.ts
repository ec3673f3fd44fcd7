import { describe, expect, test } from 'vitest'
import type { ErrorClass } from '#server/attempts/error-class.ts'
import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import { type DecisionInput, decideNext } from '#worker/retry.ts'

const now = Date.UTC(2026, 10, 22, 12, 0, 0)
const middle = () => 0.5

type Given = { status?: number | null; error?: ErrorClass | null; headers?: Array<[string, string]> } & Partial<DecisionInput>

const decide = ({ status = 500, error = 'http_5xx', headers = [], ...rest }: Given) =>
  decideNext({
    outcome: { status, error, responseHeaders: headers },
    step: 0,
    schedule: defaultSchedule,
    now,
    random: middle,
    consecutiveGone: 0,
    ...rest,
  })

const delayOf = (given: Given): number => {
  const decision = decide(given)
  if (decision.kind !== 'retry') throw new Error(`expected a retry, got ${decision.kind}`)
  return decision.delaySeconds
}

test('a success ends the delivery, whatever else was said', () => {
  expect(decide({ status: 200, error: null })).toEqual({ kind: 'delivered', disableEndpoint: null })
  expect(decide({ status: 200, error: null, headers: [['retry-after', '60']] }).kind).toBe('delivered')
  expect(decide({ status: 200, error: null, headers: [['webhook-delivery', 'abort-message']] }).kind).toBe('delivered')
})

test.each(defaultSchedule.map((seconds, step) => [step, seconds]))('step %i waits %i seconds, ±20 %%', (step, seconds) => {
  expect(decide({ step })).toEqual({ kind: 'retry', delaySeconds: seconds, step: step + 1, disableEndpoint: null })
  expect(delayOf({ step, random: () => 0 })).toBeCloseTo(seconds * 0.8, 3)
  expect(delayOf({ step, random: () => 1 - Number.EPSILON })).toBeCloseTo(seconds * 1.2, 3)
})

test.each([[defaultSchedule.length], [99]])('at step %i the schedule is exhausted', step => {
  expect(decide({ step })).toEqual({ kind: 'failed', reason: 'exhausted', disableEndpoint: null })
})

test('three days of failure are ten attempts', () => {
  let seed = 1
  // A linear congruential generator (Numerical Recipes): the same three days every time.
  const random = () => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32
    return seed / 2 ** 32
  }
  let clock = now
  let attempts = 0
  for (let step = 0; ; attempts++) {
    const decision = decide({ step, now: clock, random })
    if (decision.kind !== 'retry') {
      expect(decision).toMatchObject({ kind: 'failed', reason: 'exhausted' })
      break
    }
    clock += decision.delaySeconds * 1000
    step = decision.step
  }
  const hours = (clock - now) / 3_600_000
  const planned = defaultSchedule.reduce((sum, seconds) => sum + seconds, 0) / 3600
  expect(attempts + 1).toBe(10)
  expect(hours).toBeGreaterThan(planned * 0.8)
  expect(hours).toBeLessThan(planned * 1.2)
  expect(planned / 24).toBeCloseTo(3.15, 1)
})

describe('an overloaded receiver gets at least a minute', () => {
  test.each<[ErrorClass, number]>([
    ['http_429', 60],
    ['response_timeout', 60],
    ['response_too_slow', 60],
    ['connect_timeout', 60],
    ['dns_timeout', 60],
    ['connection_reset', 5],
    ['http_5xx', 5],
  ])('%s: %i s', (error, seconds) => {
    expect(delayOf({ error, status: null })).toBe(seconds)
  })

  test('also against a downward jitter, and without shortening later steps', () => {
    expect(delayOf({ error: 'http_429', status: 429, random: () => 0 })).toBe(60)
    expect(delayOf({ error: 'http_429', status: 429, step: 1 })).toBe(300)
  })
})

describe('Retry-After', () => {
  const asked = (value: string) => delayOf({ headers: [['retry-after', value]], random: () => 0 })

  test.each([
    ['120', 120],
    ['1.5', 4],
    ['7.25', 7.25],
    [' 90 ', 90],
    ['0', 4],
    ['86400', 86_400],
    ['999999', 86_400],
    ['99999999999999999999', 4],
    ['Sun, 22 Nov 2026 12:02:00 GMT', 120],
    ['Sunday, 22-Nov-26 12:02:00 GMT', 120],
    ['Sun Nov 22 12:02:00 2026', 120],
    ['Sun, 22 Nov 2026 13:02:00 +0100', 120],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 4],
    ['Fri, 22 Nov 2126 12:00:00 GMT', 86_400],
    ['-5', 4],
    ['1e9', 4],
    ['Infinity', 4],
    ['2026', 2026],
    ['2026-11-22T12:02:00Z', 4],
    ['soon', 4],
    ['', 4],
  ])('%j: %d s', (value, seconds) => {
    expect(asked(value)).toBe(seconds)
  })

  test('is spread only later, and never beyond a day', () => {
    expect(delayOf({ headers: [['retry-after', '100']], random: () => 0.5 })).toBe(110)
    expect(delayOf({ headers: [['retry-after', '86400']], random: () => 0.9 })).toBe(86_400)
  })

  test('never moves an attempt earlier', () => {
    expect(delayOf({ headers: [['retry-after', '1']], step: 3 })).toBe(7200)
  })

  test('the last step may be longer than what a receiver can ask for', () => {
    expect(delayOf({ headers: [['retry-after', '999999']], step: 8, random: () => 0.9 })).toBeCloseTo(24 * 3600 * 1.16, 3)
  })
})

describe('receiver commands', () => {
  const command = (value: string): Array<[string, string]> => [['webhook-delivery', value]]

  test('abort-message ends this delivery only', () => {
    expect(decide({ headers: command('abort-message') })).toEqual({ kind: 'failed', reason: 'aborted_by_receiver', disableEndpoint: null })
  })

  test('disable cancels what would have waited', () => {
    const expected = { kind: 'canceled', reason: 'endpoint_disabled', disableEndpoint: 'receiver_command' }
    expect(decide({ headers: command('disable') })).toEqual(expected)
    expect(decide({ headers: command(' Disable ') })).toEqual(expected)
  })

  test('disable does not take back a delivery, nor an exhaustion', () => {
    const disableEndpoint = 'receiver_command'
    expect(decide({ status: 200, error: null, headers: command('disable') })).toEqual({ kind: 'delivered', disableEndpoint })
    expect(decide({ step: 9, headers: command('disable') })).toEqual({ kind: 'failed', reason: 'exhausted', disableEndpoint })
  })

  test('both at once do both; unknown words do nothing', () => {
    const both = { kind: 'failed', reason: 'aborted_by_receiver', disableEndpoint: 'receiver_command' }
    expect(decide({ headers: command('abort-message, disable') })).toEqual(both)
    expect(decide({ headers: [...command('abort-message'), ...command('disable')] })).toEqual(both)
    expect(decide({ headers: command('explode') }).kind).toBe('retry')
  })
})

test.each([
  [0, 'retry', null],
  [1, 'retry', null],
  [2, 'canceled', 'gone'],
  [7, 'canceled', 'gone'],
])('410 after %i in a row: %s', (consecutiveGone, kind, disableEndpoint) => {
  expect(decide({ status: 410, error: 'http_410', consecutiveGone })).toMatchObject({ kind, disableEndpoint })
})

test('another failure between does not count as gone', () => {
  expect(decide({ status: 500, consecutiveGone: 2 }).kind).toBe('retry')
})

test('a schedule of one step means two attempts', () => {
  expect(decide({ schedule: [10] }).kind).toBe('retry')
  expect(decide({ schedule: [10], step: 1 }).kind).toBe('failed')
})
