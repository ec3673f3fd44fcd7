import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ValidationError } from '#server/errors.ts'
import { readBody } from '#server/messages/body.ts'

const sourceOf = (text: string) => readBody(Buffer.from(text), ['payload']).source

test.each([
  ['a 64-bit number', '{"id":9223372036854775807}'],
  ['a number that prints otherwise', '{"amount":1.0,"tiny":1E-7,"many":1e400,"minus":-0}'],
  ['white space', '{ "a" :\n\t[ 1 ,2 ]\r\n}'],
  ['an escaped NUL', '{"text":"\\u0000"}'],
  ['a lone surrogate', '{"text":"\\ud800 and \\udfff"}'],
  ['text outside the basic plane', '{"🦄":"𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u2028\u2029"}'],
  ['braces, quotes and backslashes in strings', '{"a":"}]\\"{[","\\\\":"\\\\"}'],
  ['a repeated name', '{"a":1,"a":2}'],
  ['100,000 nested brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a number', '12345678901234567890'],
  ['a string', '"text"'],
  ['null', 'null'],
])('the payload is what was posted, character by character: %s', (_, payload) => {
  expect(sourceOf(`{"eventType":"a","payload":${payload},"tags":[]}`)).toBe(payload)
  expect(sourceOf(`\n{ "payload" : ${payload}\t}`)).toBe(payload)
})

test('the last of several payloads counts, as JSON.parse decides, however its name is written', () => {
  expect(sourceOf('{"payload":1,"payload":{"b": 2}}')).toBe('{"b": 2}')
  expect(sourceOf('{"payload":1,"p\\u0061yload":[3]}')).toBe('[3]')
  expect(sourceOf('{"data":{"payload":1},"other":"payload"}')).toBeNull()
  expect(sourceOf('{}')).toBeNull()
})

test('whatever JSON is posted, its members are found where they are', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), fc.stringMatching(/^[ \n\t\r]{0,3}$/), (payload, other, space) => {
      const text = `{${space}"other"${space}:${other}${space},${space}"payload":${space}${payload}${space}}`
      expect(sourceOf(text)).toBe(payload)
      expect(readBody(Buffer.from(text), ['other']).source).toBe(other)
    }),
  )
})

test.each([
  ['no JSON', '{"payload":'],
  ['a list', '[1]'],
  ['null', 'null'],
  ['nothing', ''],
  ['a bare NUL in a string', '{"payload":"\u0000"}'],
])('%s is refused', (_, text) => {
  expect(() => readBody(Buffer.from(text), ['payload'])).toThrow(ValidationError)
})

test('bytes that are not UTF-8 are refused, not replaced', () => {
  expect(() => readBody(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), ['payload'])).toThrow(/not valid UTF-8/)
})
