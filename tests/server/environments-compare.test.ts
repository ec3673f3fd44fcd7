import { describe, expect, test } from 'vitest'
import { applyImport, compareEnvironments } from '#server/environments/compare.ts'
import type { Carried } from '#server/environments/comparison-schema.ts'

const settings: Carried['settings'] = {
  headerStyle: 'standard',
  productName: null,
  retrySchedule: null,
  payloadDays: 90,
  allowHttp: false,
  forwardTrace: true,
  disableEndpointOnFailure: true,
  portalOrigins: [],
}
const settingCount = Object.keys(settings).length

type EventType = Carried['eventTypes'][number]
const plain: Omit<EventType, 'name'> = {
  description: '',
  archived: false,
  deprecated: false,
  schemas: null,
  groupName: null,
  featureFlags: [],
}
const environment = (types: Record<string, Partial<EventType>> = {}, changed: Partial<Carried['settings']> = {}): Carried => ({
  settings: { ...settings, ...changed },
  eventTypes: Object.entries(types).map(([name, type]) => ({ ...plain, ...type, name })),
})

/** `name where: field here → there`, one line for each field. */
const tell = (here: Carried, there: Carried) =>
  compareEnvironments(here, there).differences.flatMap(({ kind, name, where, fields }) =>
    fields.map(field => `${kind} ${name} ${where}: ${field.name} ${JSON.stringify(field.here)} → ${JSON.stringify(field.there)}`),
  )

const schema = (type: string) => ({ 1: { type: 'object', properties: { id: { type } } } })

describe('two environments', () => {
  test.each<[string, Carried, Carried, string[]]>([
    ['the same', environment({ a: {} }), environment({ a: {} }), []],
    [
      'settings',
      environment(),
      environment({}, { payloadDays: 7, retrySchedule: [5, 60] }),
      ['setting retrySchedule both: retrySchedule null → [5,60]', 'setting payloadDays both: payloadDays 90 → 7'],
    ],
    [
      'a field of an event type',
      environment({ a: { description: 'old' }, b: {} }),
      environment({ b: {}, a: { description: 'new', deprecated: true } }),
      ['eventType a both: description "old" → "new"', 'eventType a both: deprecated false → true'],
    ],
    [
      'a schema',
      environment({ a: { schemas: schema('string') } }),
      environment({ a: { schemas: schema('integer') } }),
      [`eventType a both: schemas ${JSON.stringify(schema('string'))} → ${JSON.stringify(schema('integer'))}`],
    ],
    [
      'the order of keys in a schema, which is none',
      environment({ a: { schemas: { 1: { type: 'object', title: 'A' } } } }),
      environment({ a: { schemas: { 1: { title: 'A', type: 'object' } } } }),
      [],
    ],
    [
      'the order of values, which is one',
      environment({}, { retrySchedule: [5, 60] }),
      environment({}, { retrySchedule: [60, 5] }),
      ['setting retrySchedule both: retrySchedule [5,60] → [60,5]'],
    ],
    [
      'what is on one side alone, with what it has and no more',
      environment({ b: { description: 'B' } }),
      environment({ a: { description: 'A', featureFlags: ['beta'] } }),
      [
        'eventType a there: name undefined → "a"',
        'eventType a there: description undefined → "A"',
        'eventType a there: featureFlags undefined → ["beta"]',
        'eventType b here: name "b" → undefined',
        'eventType b here: description "B" → undefined',
      ],
    ],
  ])('that differ in %s', (_, here, there, lines) => {
    const sorted = (list: string[]) => list.toSorted()
    expect(sorted(tell(here, there))).toEqual(sorted(lines))
  })

  test('are ordered by name and counted', () => {
    const comparison = compareEnvironments(environment({ c: {}, same: {}, a: {} }), environment({ b: {}, same: {} }, { payloadDays: 1 }))
    expect(comparison.differences.map(({ name, where }) => `${name} ${where}`)).toEqual(['payloadDays both', 'a here', 'b there', 'c here'])
    expect(comparison.sameCount).toBe(settingCount - 1 + 1)
  })

  test('are not told apart by their times', () => {
    const at = (time: string) => ({ ...environment({ a: {} }), eventTypes: [{ ...plain, name: 'a', createdAt: time, updatedAt: time }] })
    expect(tell(at('2026-01-01T00:00:00Z'), at('2026-02-01T00:00:00Z'))).toEqual([])
  })
})

describe('an import', () => {
  const before = environment({ a: { description: 'A', groupName: 'g' }, b: {} }, { retrySchedule: [5] })
  const type = { description: 'x', archived: false, deprecated: false }
  test.each<[string, Parameters<typeof applyImport>[1], string[]]>([
    ['of nothing', {}, []],
    ['of what is there', { settings: before.settings, eventTypes: [{ ...type, name: 'a', description: 'A', groupName: 'g' }] }, []],
    ['that empties the schedule', { settings: { retrySchedule: [] } }, ['setting retrySchedule both: retrySchedule [5] → null']],
    [
      'that leaves fields out: they become empty',
      { eventTypes: [{ ...type, name: 'a' }] },
      ['eventType a both: description "A" → "x"', 'eventType a both: groupName "g" → null'],
    ],
    [
      'of a new event type',
      { eventTypes: [{ ...type, name: 'c' }] },
      ['eventType c there: name undefined → "c"', 'eventType c there: description undefined → "x"'],
    ],
  ])('%s', (_, input, lines) => expect(tell(before, applyImport(before, input)).toSorted()).toEqual(lines.toSorted()))
})
