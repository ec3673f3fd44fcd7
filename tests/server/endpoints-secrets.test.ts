import { expect, test } from 'vitest'
import { generateSecret, normalizeSecret, parseSecret, publicForm } from '#server/endpoints/secrets.ts'

const base64Of = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64')

test('generates HMAC secrets of 24 random bytes', () => {
  const secret = generateSecret('hmac')
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
  expect(generateSecret('hmac')).not.toBe(secret)
  expect(parseSecret(secret)?.kind).toBe('hmac')
})

test('generates Ed25519 secrets whose public half is theirs', () => {
  const secret = generateSecret('ed25519')
  const bytes = Buffer.from(secret.slice('whsk_'.length), 'base64')
  expect(bytes).toHaveLength(64)
  expect(publicForm(secret)).toBe(`whpk_${bytes.subarray(32).toString('base64')}`)
})

test('derives the public key of RFC 8032, test 1', () => {
  const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
  const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
  const secret = `whsk_${Buffer.from(seed + publicKey, 'hex').toString('base64')}`
  expect(publicForm(secret)).toBe(`whpk_${Buffer.from(publicKey, 'hex').toString('base64')}`)
})

test.each([
  [23, false],
  [24, true],
  [32, true],
  [75, true],
  [76, false],
])('an HMAC secret of %i bytes: accepted %s', (bytes, accepted) => {
  expect(parseSecret(`whsec_${base64Of(bytes)}`) !== null).toBe(accepted)
})

test('accepts an HMAC secret without its prefix and stores it with', () => {
  const bare = base64Of(24)
  expect(normalizeSecret(bare)).toBe(`whsec_${bare}`)
  expect(normalizeSecret(`whsec_${bare}`)).toBe(`whsec_${bare}`)
  expect(publicForm(bare)).toBe(`whsec_${bare}`)
})

test.each([
  ['empty', ''],
  ['only a prefix', 'whsec_'],
  ['not base64', `whsec_${'!'.repeat(32)}`],
  ['base64url', `whsec_${'-_'.repeat(16)}`],
  ['a line break inside', `whsec_${base64Of(24).slice(0, 16)}\n${base64Of(24).slice(16)}`],
  ['missing padding', `whsec_${base64Of(25).replaceAll('=', '')}`],
  ['a public key', `whpk_${base64Of(32)}`],
  ['an Ed25519 key of 32 bytes', `whsk_${base64Of(32)}`],
  ['an Ed25519 key whose halves do not belong together', `whsk_${base64Of(64)}`],
])('refuses %s', (_name, text) => {
  expect(parseSecret(text)).toBeNull()
  expect(normalizeSecret(text)).toBeNull()
  expect(publicForm(text)).toBeNull()
})
