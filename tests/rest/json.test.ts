import fc from 'fast-check'
import { expect, test } from 'vitest'
import { print, Verbatim } from '#server/rest/json.ts'

test('prints as JSON.stringify does', () => {
  fc.assert(fc.property(fc.jsonValue(), value => print(value) === JSON.stringify(value)))
  const odd = { at: new Date(0), none: undefined, list: [undefined, null, NaN], text: '\u2028"\ud800' }
  expect(print(odd)).toBe(JSON.stringify(odd))
})

test('lets through what is verbatim, at any depth', () => {
  const payload = new Verbatim('{ "n":12345678901234567890,"x":1.0 }')
  expect(print({ data: [{ id: 'a', payload }], msg: { payload } })).toBe(
    `{"data":[{"id":"a","payload":${payload.json}}],"msg":{"payload":${payload.json}}}`,
  )
})
