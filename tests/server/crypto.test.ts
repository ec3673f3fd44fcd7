import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyring, decrypt, deriveKey, encrypt, isCurrent, type Place } from '#server/crypto.ts'

const first = randomBytes(32)
const second = randomBytes(32)
const place: Place = { table: 'endpoint', column: 'secrets', id: '01890a5d-ac96-774b-bcce-b302099a8057' }

test('any text survives, and the same text is never stored the same way twice', () => {
  const keyring = createKeyring([first])
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => decrypt(keyring, place, encrypt(keyring, place, text)) === text))
  expect(encrypt(keyring, place, 'x')).not.toBe(encrypt(keyring, place, 'x'))
})

test('a value that was moved to another table, column or row does not decrypt', () => {
  const keyring = createKeyring([first])
  const value = encrypt(keyring, place, 'secret')
  for (const moved of [{ table: 'application' }, { column: 'headers' }, { id: '01890a5d-ac96-774b-bcce-b302099a8058' }])
    expect(() => decrypt(keyring, { ...place, ...moved }, value)).toThrow()
})

test('a value of which any byte was changed does not decrypt', () => {
  const keyring = createKeyring([first])
  const [keyId, data = ''] = encrypt(keyring, place, 'secret').split('.')
  const sealed = Buffer.from(data, 'base64url')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    expect(() => decrypt(keyring, place, `${keyId}.${changed.toString('base64url')}`)).toThrow()
  }
  expect(() => decrypt(keyring, place, '')).toThrow()
  expect(() => decrypt(keyring, place, `${keyId}.`)).toThrow()
})

test('the first key encrypts, all decrypt, and a missing one is named without its value', () => {
  const old = encrypt(createKeyring([first]), place, 'secret')
  const both = createKeyring([second, first])
  expect(decrypt(both, place, old)).toBe('secret')
  expect(isCurrent(both, old)).toBe(false)
  expect(isCurrent(both, encrypt(both, place, 'secret'))).toBe(true)
  expect(() => decrypt(createKeyring([second]), place, old)).toThrow(
    /endpoint\.secrets of .* encrypted with key [0-9a-f]{8}, which is not in/,
  )
  expect(() => createKeyring([])).toThrow()
})

test('keys for different purposes differ, and are the same each time', () => {
  expect(deriveKey(first, 'session')).toHaveLength(32)
  expect(deriveKey(first, 'session')).toEqual(deriveKey(first, 'session'))
  expect(deriveKey(first, 'session')).not.toEqual(deriveKey(first, 'links'))
  expect(deriveKey(first, 'session')).not.toEqual(deriveKey(second, 'session'))
})
