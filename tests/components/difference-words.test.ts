import { describe, expect, test } from 'vitest'
import { describeTaking, labelOf, linesOfField, summarize } from '#components/settings/difference-words.ts'
import type { Difference } from '#server/environments/comparison-schema.ts'

test.each([
  ['retrySchedule', 'Retry schedule'],
  ['disableEndpointOnFailure', 'Disable endpoint on failure'],
  ['description', 'Description'],
])('%s is %s', (name, label) => expect(labelOf(name)).toBe(label))

const setting = (name: 'payloadDays' | 'retrySchedule' | 'allowHttp' | 'productName', here: unknown, there: unknown): Difference => ({
  kind: 'setting',
  name,
  where: 'both',
  fields: [{ name, here, there }],
})
const eventType = (where: Difference['where'], ...fields: Difference['fields']): Difference => ({
  kind: 'eventType',
  name: 'order.paid',
  where,
  fields,
})

describe('in one line', () => {
  test.each<[string, Difference]>([
    ['90 → 7', setting('payloadDays', 90, 7)],
    ['the default → 5s, 5m', setting('retrySchedule', null, [5, 300])],
    ['on → off', setting('allowHttp', true, false)],
    ['none → Acme', setting('productName', null, 'Acme')],
    [
      'description, feature flags',
      eventType('both', { name: 'description', here: 'a', there: 'b' }, { name: 'featureFlags', here: [], there: ['beta'] }),
    ],
    [
      'Paid',
      eventType('there', { name: 'name', here: undefined, there: 'order.paid' }, { name: 'description', here: undefined, there: 'Paid' }),
    ],
    ['Paid', eventType('here', { name: 'description', here: 'Paid', there: undefined })],
    ['', eventType('here', { name: 'name', here: 'order.paid', there: undefined })],
  ])('%j', (line, difference) => expect(summarize(difference)).toBe(line))
})

test('a schema is told line by line', () => {
  const schema = (type: string) => ({ 1: { type } })
  expect(linesOfField({ name: 'schemas', here: schema('object'), there: schema('array') }).map(({ sign, text }) => sign + text)).toEqual([
    ' {',
    '   "1": {',
    '−    "type": "object"',
    '+    "type": "array"',
    '   }',
    ' }',
  ])
  expect(linesOfField({ name: 'description', here: undefined, there: 'Paid' })).toEqual([{ sign: '+', text: 'Paid' }])
})

test.each([
  ['add 2 event types', [eventType('there'), eventType('there')]],
  ['change 1 setting', [setting('payloadDays', 1, 2)]],
  [
    'add 1 event type, change 1 event type and 2 settings',
    [eventType('there'), eventType('both'), setting('payloadDays', 1, 2), setting('allowHttp', true, false)],
  ],
])('what is done: %s', (words, differences) => expect(describeTaking(differences)).toBe(words))
