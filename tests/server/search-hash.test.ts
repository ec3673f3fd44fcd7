import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createValueHash } from '#server/search/hash.ts'

test('it is the first half of an HMAC, whatever the text', () => {
  const key = randomBytes(32)
  const hash = createValueHash(key)
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32)
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => hash(text) === hmac(text)))
})

test('another key makes another hash of the same text', () => {
  expect(createValueHash(randomBytes(32))('7890')).not.toBe(createValueHash(randomBytes(32))('7890'))
})
