import { expect, test } from 'vitest'
import { isFiltered, readFilter, toDraft, unfiltered, whyNoReplay, writeFilter } from '#components/deliveries/filters.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'

const plain: UndeliveredFilter = { states: [], reasons: [], errors: [], eventTypes: [], applications: [], endpoint: null, range: '7d' }

test('the plain list has a plain address', () => {
  expect(writeFilter(plain).toString()).toBe('')
  expect(readFilter(new URLSearchParams())).toEqual(plain)
})

test('what is written is read again', () => {
  const filters: UndeliveredFilter[] = [
    { ...plain, states: ['failed', 'retrying'], reasons: ['exhausted'], errors: ['http_5xx', 'connect_refused'], range: '24h' },
    { ...plain, eventTypes: ['a.b'], applications: ['app_1'], endpoint: 'ep_1' },
    { ...plain, range: { from: new Date('2026-11-19T14:00:00Z'), to: new Date('2026-11-19T16:00:00Z') } },
  ]
  for (const filter of filters) expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter)
})

test('what can’t be understood is left out', () => {
  const params = new URLSearchParams('state=delivered,failed&reason=bored&error=http_5xx,none&range=5y')
  expect(readFilter(params)).toEqual({ ...plain, states: ['failed'], errors: ['http_5xx'] })
})

test('without its filters a list keeps its time', () => {
  const filter: UndeliveredFilter = { ...plain, endpoint: 'ep_1', range: '30d' }
  expect([isFiltered(filter), isFiltered(unfiltered(filter))]).toEqual([true, false])
  expect(unfiltered(filter)).toEqual({ ...plain, range: '30d' })
})

test('a filter leads to a replay of the same deliveries, where a replay can be narrowed so', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const week = { since: new Date('2026-11-15T12:00:00Z'), until: null }
  const all = { application: null, endpoint: null, eventTypes: [] }
  expect(toDraft(plain, now)).toEqual({ ...all, states: ['failed', 'retrying', 'skipped', 'canceled'], ...week })
  expect(toDraft({ ...plain, states: ['failed', 'pending'], applications: ['app_1'], eventTypes: ['a.b'] }, now)).toEqual({
    ...all,
    application: 'app_1',
    states: ['failed'],
    eventTypes: ['a.b'],
    ...week,
  })
  const range = { from: new Date('2026-11-19T14:00:00Z'), to: new Date('2026-11-19T16:00:00Z') }
  expect(toDraft({ ...plain, range }, now)).toMatchObject({ since: range.from, until: range.to })
  for (const filter of [
    { reasons: ['exhausted' as const] },
    { errors: ['http_5xx' as const] },
    { applications: ['a', 'b'] },
    { states: ['pending' as const] },
  ])
    expect(toDraft({ ...plain, ...filter }, now)).toBeNull()
})

test('why there is no replay of a list is said of what it is narrowed by', () => {
  expect(whyNoReplay(plain)).toBeNull()
  expect(whyNoReplay({ ...plain, states: ['pending', 'failed'] })).toBeNull()
  expect(whyNoReplay({ ...plain, states: ['pending'] })).toBe('What is pending is about to be sent anyway: choose other states.')
  for (const filter of [{ reasons: ['exhausted' as const] }, { applications: ['a', 'b'], states: ['pending' as const] }])
    expect(whyNoReplay({ ...plain, ...filter })).toContain('remove these filters')
})
