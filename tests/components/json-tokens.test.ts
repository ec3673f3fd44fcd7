import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutJson } from '#components/ui/json-tokens.ts'

const text = (json: string) =>
  layOutJson(json)
    ?.map(token => token.text)
    .join('')

test('is laid out like JSON.stringify with two spaces', () => {
  fc.assert(fc.property(fc.jsonValue(), value => text(JSON.stringify(value)) === JSON.stringify(value, null, 2)))
  const value = { a: [1, { b: 'c, "d": [' }], empty: {}, none: [], nothing: null }
  expect(text(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
})

test('numbers, repeated keys and escapes stay as they were', () => {
  expect(text('{"n":12345678901234567890.10,"a":1,"a":2,"e":"\\u00e9\\"}"}')).toBe(
    '{\n  "n": 12345678901234567890.10,\n  "a": 1,\n  "a": 2,\n  "e": "\\u00e9\\"}"\n}',
  )
})

test('keys and brackets are dim, values are not', () => {
  expect(layOutJson('{"a":"b"}')).toEqual([
    { text: '{\n  "a": ', dim: true },
    { text: '"b"', dim: false },
    { text: '\n}', dim: true },
  ])
})

test('what is not JSON is left alone', () => {
  expect(layOutJson('a=b')).toBeNull()
  expect(layOutJson('{"a":')).toBeNull()
})
