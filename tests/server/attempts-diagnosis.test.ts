import { describe, expect, test } from 'vitest'
import { adviseOn } from '#server/attempts/advice.ts'
import type { Witness } from '#server/attempts/changes.ts'
import { diagnose, type Facts } from '#server/attempts/diagnosis.ts'
import { errorClasses } from '#server/attempts/error-class.ts'

const statuses = {
  http_3xx: 301,
  http_4xx: 418,
  http_401_403: 401,
  http_404: 404,
  http_410: 410,
  http_413: 413,
  http_429: 429,
  http_5xx: 500,
}

describe('advice', () => {
  test.each(errorClasses)('on %s says what happened, what it means and what to do', error => {
    const status = statuses[error as keyof typeof statuses] ?? null
    const { title, meaning, nextStep } = adviseOn(error, status, 'Shop')
    expect(title).toMatch(status === null ? /^[A-Z].{15,}[^.]$/ : new RegExp(`^The endpoint answered ${status}: .{8,}[^.]$`))
    expect(meaning).toMatch(/^[A-Z].{20,}\.$/)
    expect(nextStep).toMatch(/^[A-Z].{20,}\.$/)
  })

  test.each(errorClasses)('on %s tells its owner what to do, and nothing of where Posthorn runs', error => {
    const { title, meaning, nextStep } = adviseOn(error, statuses[error as keyof typeof statuses] ?? null, null)
    expect(nextStep).toMatch(/^[A-Z].{20,}\.$/)
    expect(title + meaning + nextStep).not.toMatch(/POSTHORN_|worker|undefined|null|Ask /)
  })

  test('no two classes say the same', () => {
    const titles = errorClasses.map(error => adviseOn(error, null, 'Shop').title)
    expect(new Set(titles).size).toBe(errorClasses.length)
  })

  test.each([
    [400, 'http_4xx', 'can’t read the request'],
    [405, 'http_4xx', 'takes no POST'],
    [418, 'http_4xx', 'refuses the request'],
    [422, 'http_4xx', 'refuses it'],
    [500, 'http_5xx', 'its own code fails'],
    [502, 'http_5xx', 'behind its proxy'],
    [503, 'http_5xx', 'maintenance'],
    [504, 'http_5xx', 'does not answer'],
    [599, 'http_5xx', 'its own code fails'],
  ] as const)('a %s is told from others of its family', (status, error, words) => {
    expect(adviseOn(error, status, 'Shop').title).toContain(words)
  })

  test('an answer that broke off is no answer of that status', () => {
    expect(adviseOn('response_too_slow', 200, 'Shop').title).toBe('The answer began, and its body did not end in time')
  })
})

const at = (time: string) => new Date(`2026-11-19T${time}Z`)
const witness = (time: string, status: number | null, more: Partial<Witness> = {}): Witness => ({
  at: at(time),
  status,
  error: status !== null && status < 300 ? null : 'http_5xx',
  headers: [['x-release', '2']],
  address: '203.0.113.24',
  revision: 1,
  ...more,
})

const facts: Facts = {
  attempt: witness('14:39:08', 500),
  error: 'http_5xx',
  status: 500,
  detail: null,
  url: 'https://shop.example.com/hook',
  body: '{"error":"no such column"}',
  totalMs: 312,
  owner: 'Shop',
  environment: 'Production',
  lastSuccess: witness('14:01:48', 202, { headers: [['x-release', '1']] }),
  firstFailure: witness('14:02:03', 500),
  earlierFailureAt: new Date('2026-10-29T10:00:00Z'),
  firstSuccessAt: new Date('2026-08-01T00:00:00Z'),
  recovered: false,
  undelivered: { since: at('14:02:03'), waiting: 1_204, failed: 0, more: false },
  others: { list: [], everywhere: true },
}

/** The evidence under a name as plain text, with what a machine wrote in backticks. */
const evidence = (name: string, changes: Partial<Facts> = {}): string | undefined =>
  diagnose({ ...facts, ...changes })
    .evidence.find(each => each.name === name)
    ?.says.map(part => (typeof part === 'string' ? part : `\`${part.code}\``))
    .join('')

describe('since when', () => {
  test.each<[string, Partial<Facts>, string]>([
    ['weeks of success', {}, '14:02:03, the first 500 after 21 days without a failed attempt. 1,204 deliveries wait.'],
    [
      'no failure is known before',
      { earlierFailureAt: null, firstSuccessAt: at('09:02:03') },
      '14:02:03, the first 500 after 5 hours without a failed attempt. 1,204 deliveries wait.',
    ],
    [
      'longer than statistics are kept',
      { earlierFailureAt: null },
      '14:02:03, the first 500 after more than 90 days without a failed attempt. 1,204 deliveries wait.',
    ],
    [
      'never a success',
      { firstSuccessAt: null, lastSuccess: null },
      'The beginning: no attempt to this endpoint has succeeded yet. 1,204 deliveries wait.',
    ],
    ['too many failures to look through', { lastSuccess: null, undelivered: null }, 'More than 1,000 attempts failed before this one.'],
    ['it has recovered', { recovered: true }, '14:02:03, the first 500 after 21 days without a failed attempt.'],
    [
      'no answer, the day before, one waits',
      {
        firstFailure: { ...witness('14:02:03', null), at: new Date('2026-11-18T23:59:00Z') },
        undelivered: { since: at('14:02:03'), waiting: 1, failed: 2, more: false },
      },
      '18 Nov 23:59:00, the first failure after 20 days without a failed attempt. 1 delivery waits.',
    ],
  ])('%s', (_, changes, text) => expect(evidence('Since', changes)).toBe(text))
})

describe('what changed then', () => {
  test.each<[string, Partial<Facts>, string | undefined]>([
    ['a header', {}, 'Response header `x-release`: `1` at the last success (14:01:48), `2` at the first failure (14:02:03)'],
    [
      'the address and the settings',
      {
        lastSuccess: witness('14:01:48', 200, { address: '203.0.113.9', revision: 3 }),
        firstFailure: witness('14:02:03', 500, { revision: 4 }),
      },
      'Settings of the endpoint, revision `3` at the last success (14:01:48), `4` at the first failure (14:02:03); Address `203.0.113.9` before, `203.0.113.24` then',
    ],
    [
      'a header that came',
      { lastSuccess: witness('14:01:48', 200, { headers: [] }) },
      'Response header `x-release`: absent at the last success (14:01:48), `2` at the first failure (14:02:03)',
    ],
    [
      'only what always changes',
      {
        lastSuccess: witness('14:01:48', 200, {
          headers: [
            ['date', 'a'],
            ['x-request-id', '1'],
            ['content-type', 'a'],
          ],
        }),
        firstFailure: witness('14:02:03', 500, {
          headers: [
            ['date', 'b'],
            ['x-request-id', '2'],
            ['cf-ray', '3'],
          ],
        }),
      },
      'Nothing that is stored: address, settings and response headers are those of the last success (14:01:48).',
    ],
    ['there was no answer to compare', { firstFailure: witness('14:02:03', null, { headers: null }) }, undefined],
    ['there was no success', { lastSuccess: null }, undefined],
  ])('%s', (_, changes, text) => expect(evidence('Changed then', changes)).toBe(text))
})

describe('who else', () => {
  const other = (own: boolean, failing: boolean, url = 'https://other.example.com/') => ({
    url,
    own,
    failing,
    error: failing ? ('http_5xx' as const) : null,
  })
  test.each<[string, Facts['others']['list'], string]>([
    ['nobody', [], 'Nobody. Shop has no other endpoint. No other endpoint in Production fails like this.'],
    [
      'nobody of several',
      [other(true, false), other(true, false)],
      'Nobody. The 2 other endpoints of Shop work. No other endpoint in Production fails like this.',
    ],
    [
      'its own others',
      [other(true, true), other(true, false)],
      '1 of the 2 other endpoints of Shop fails too. No other endpoint in Production fails like this.',
    ],
    [
      'one on another host',
      [other(false, true)],
      'Shop has no other endpoint. 1 other endpoint in Production fails like this, on another host.',
    ],
    [
      'the same host',
      [other(false, true, 'https://shop.example.com/a'), other(false, true, 'https://shop.example.com/b'), other(false, true)],
      'Shop has no other endpoint. 3 other endpoints in Production fail like this, 2 of them on this host.',
    ],
    [
      'others with another error',
      [{ ...other(false, true), error: 'dns_timeout' }],
      'Nobody. Shop has no other endpoint. No other endpoint in Production fails like this.',
    ],
  ])('%s', (_, list, text) => expect(evidence('Who else', { others: { list, everywhere: true } })).toBe(text))

  test('a merchant hears of their own endpoints only', () => {
    expect(evidence('Who else', { others: { list: [other(true, false)], everywhere: false } })).toBe(
      'Nobody. The other endpoint of Shop works.',
    )
  })
})

describe('what the answer says', () => {
  test.each([
    ['a text', '{"error":"no such column"}', '`{"error":"no such column"}`'],
    ['a page by its title', '<!doctype html><html><head><title>Bad\n gateway</title></head><body>long</body></html>', '`Bad gateway`'],
    ['nothing of a page without one', '<html><body>x</body></html>', undefined],
    ['the beginning of much', 'x'.repeat(300), `\`${'x'.repeat(200)}…\``],
    ['nothing of nothing', ' ', undefined],
  ])('%s', (_, body, text) => expect(evidence('It says', { body })).toBe(text))

  test('where a redirect leads, without its query', () => {
    const moved = { ...facts.attempt, headers: [['location', '/new?token=1']] as [string, string][] }
    expect(evidence('Leads to', { error: 'http_3xx', status: 308, attempt: moved })).toBe('`https://shop.example.com/new`')
    expect(evidence('Leads to', { attempt: moved })).toBeUndefined()
  })

  test('what pause it asks for', () => {
    const attempt = { ...facts.attempt, headers: [['retry-after', '120']] as [string, string][] }
    expect(evidence('Asks for', { attempt })).toContain('`Retry-After: 120`')
  })

  test('why there is none', () => {
    const detail = 'the host refused the connection'
    expect(evidence('In detail', { status: null, error: 'connect_refused', detail })).toBe('The host refused the connection.')
  })
})

test('what the request came past is ruled out', () => {
  const settings = 'the endpoint’s URL, headers and secret (as at the last success)'
  expect(evidence('Ruled out')).toBe(`DNS, connection, certificate, redirect, time (312 ms), ${settings}.`)
  const refused = { ...facts.attempt, address: null, revision: 2 }
  expect(evidence('Ruled out', { attempt: refused, status: null, error: 'dns_not_found' })).toBeUndefined()
})

test('an endpoint that has recovered needs no repair any more', () => {
  expect(diagnose({ ...facts, recovered: true }).nextStep).toMatch(/^The endpoint has answered rightly since/)
})
