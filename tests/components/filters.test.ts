import { expect, test } from 'vitest'
import { readFilter, writeFilter } from '#components/messages/filters.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'

const plain: FeedFilter = { applications: [], eventTypes: [], states: [], range: '24h', search: '' }

test('the plain list has a plain address', () => {
  expect(writeFilter(plain).toString()).toBe('')
  expect(readFilter(new URLSearchParams())).toEqual(plain)
})

test('what is written is read again', () => {
  const filters: FeedFilter[] = [
    { applications: ['app_1', 'app_2'], eventTypes: ['a.b'], states: ['failed', 'retrying'], range: '7d', search: 'order 1' },
    { ...plain, range: { from: new Date('2026-11-19T14:00:00Z'), to: new Date('2026-11-19T16:00:00Z') } },
  ]
  for (const filter of filters) expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter)
})

test('what can’t be understood is left out', () => {
  const params = new URLSearchParams('state=failed,broken&range=5y&from=yesterday&to=2026-11-19')
  expect(readFilter(params)).toEqual({ ...plain, states: ['failed'] })
  expect(readFilter(new URLSearchParams('from=2026-11-20&to=2026-11-19'))).toEqual(plain)
})
