import { describe, expect, test } from 'vitest'
import { diffAttempts } from '#components/attempts/diff.ts'
import type { AttemptDetailView } from '#server/messages/detail-schema.ts'

const show = (lines: ReturnType<typeof diffAttempts>['lines']) => lines.map(({ sign, text }) => `${sign}${text}`)

const attempt = (more: Partial<AttemptDetailView> = {}): AttemptDetailView => ({
  number: 2,
  trigger: 'scheduled',
  superseded: false,
  startedAt: new Date(0),
  totalMs: 286,
  status: 500,
  error: 'http_5xx',
  nextAttemptAt: null,
  id: 'atmpt_1',
  url: 'https://shop.example.com/',
  requestHeaders: [
    ['webhook-timestamp', '1'],
    ['x-shop', 'joe'],
  ],
  errorDetail: null,
  response: {
    headers: [
      ['date', 'today'],
      ['x-release', '1'],
    ],
    body: 'a',
    base64: false,
    bytes: 1,
  },
  remoteAddress: '203.0.113.24',
  phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 1, bodyMs: 1 },
  ...more,
})

describe('attempts', () => {
  test('the same answer again', () => {
    const after = attempt({
      totalMs: 312,
      requestHeaders: [
        ['webhook-timestamp', '2'],
        ['x-shop', 'joe'],
      ],
    })
    const { summary, lines } = diffAttempts(attempt(), after)
    expect(summary).toBe('It answered 500 again, with the same answer. It took 312 ms, before 286 ms.')
    expect(show(lines)).toEqual([' HTTP 500'])
  })

  test('another body and another release', () => {
    const response = {
      headers: [
        ['date', 'now'],
        ['x-release', '2'],
      ] as [string, string][],
      body: 'b',
      base64: false,
      bytes: 1,
    }
    const { summary, lines } = diffAttempts(attempt(), attempt({ response }))
    expect(summary).toBe('It answered 500 again, with other response headers and body. It took 286 ms, before 286 ms.')
    expect(show(lines)).toEqual([' HTTP 500', '−x-release: 1', '+x-release: 2', '−a', '+b'])
  })

  test('no answer, elsewhere', () => {
    const after = attempt({ status: null, error: 'connect_refused', response: null, url: 'https://new.example.com/', remoteAddress: null })
    const { summary, lines } = diffAttempts(attempt(), after)
    expect(summary).toContain('It was refused; before, it answered 500, with other URL, address, response headers and body.')
    expect(show(lines)).toContain('+no answer (connect refused)')
    expect(show(lines)).toContain('−to 203.0.113.24')
  })
})
