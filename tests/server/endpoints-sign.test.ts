import { createPublicKey, createSecretKey, verify } from 'node:crypto'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook1 } from 'svix-v1'
import { Webhook as SvixWebhook2 } from 'svix-v2'
import { describe, expect, test } from 'vitest'
import { generateSecret, publicForm } from '#server/endpoints/secrets.ts'
import { type PreparedSecret, prepareSecrets, signatureHeader } from '#server/endpoints/sign.ts'

const messageId = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'
const body = Buffer.from('{"amount":12345678901234567890,"name":"Zoë 🎺"}')
const now = () => Math.floor(Date.now() / 1000)
const current = (...secrets: string[]) => prepareSecrets(secrets.map(key => ({ key, expiresAt: null })))

test.each([
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    messageId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
    expected: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
    messageId: 'msg_loFOjxBNrRLzqYUf',
    timestamp: 1731705121,
    body: '{"event_type":"ping","data":{"success":true}}',
    expected: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  },
])('known answer for $messageId', ({ secret, expected, ...message }) => {
  // Made here and not by prepareSecrets: the second one, from Svix's documentation, is shorter than what is accepted as a secret.
  const key = createSecretKey(Buffer.from(secret.slice('whsec_'.length), 'base64'))
  const secrets: PreparedSecret[] = [{ kind: 'hmac', key, validUntil: null }]
  expect(signatureHeader({ ...message, body: Buffer.from(message.body), secrets })).toBe(expected)
})

describe.each([
  ['standardwebhooks', (secret: string) => new StandardWebhook(secret), 'webhook'],
  ['svix 1', (secret: string) => new SvixWebhook1(secret), 'svix'],
  ['svix 2', (secret: string) => new SvixWebhook2(secret), 'svix'],
])('the verifier of %s', (_name, verifierFor, family) => {
  const headersFor = (...secrets: string[]) => {
    const timestamp = now()
    return {
      [`${family}-id`]: messageId,
      [`${family}-timestamp`]: String(timestamp),
      [`${family}-signature`]: signatureHeader({ secrets: current(...secrets), messageId, timestamp, body }),
    }
  }

  test('accepts the exact bytes and refuses others', () => {
    const secret = generateSecret('hmac')
    expect(() => verifierFor(secret).verify(body.toString(), headersFor(secret))).not.toThrow()
    expect(() => verifierFor(secret).verify(`${body} `, headersFor(secret))).toThrow()
    expect(() => verifierFor(generateSecret('hmac')).verify(body.toString(), headersFor(secret))).toThrow()
  })

  test('accepts the old and the new secret while one is rotated, beside an Ed25519 signature', () => {
    const [fresh, old, ed25519] = [generateSecret('hmac'), generateSecret('hmac'), generateSecret('ed25519')]
    const headers = headersFor(fresh, ed25519, old)
    expect(() => verifierFor(fresh).verify(body.toString(), headers)).not.toThrow()
    expect(() => verifierFor(old).verify(body.toString(), headers)).not.toThrow()
  })
})

test('an Ed25519 signature verifies with the public key that the merchant is given', () => {
  const secret = generateSecret('ed25519')
  const header = signatureHeader({ secrets: current(secret), messageId, timestamp: 1731705121, body })
  expect(header).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/)

  const x = Buffer.from(publicForm(secret)!.slice('whpk_'.length), 'base64').toString('base64url')
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const signature = Buffer.from(header.slice('v1a,'.length), 'base64')
  const signed = Buffer.concat([Buffer.from(`${messageId}.1731705121.`), body])
  expect(verify(null, signed, publicKey, signature)).toBe(true)
  expect(verify(null, Buffer.concat([signed, Buffer.from(' ')]), publicKey, signature)).toBe(false)
})

test('signs with the current secret first and leaves out those whose grace period is over', () => {
  const [fresh, inGrace, over] = [generateSecret('hmac'), generateSecret('ed25519'), generateSecret('hmac')]
  const secrets = prepareSecrets([
    { key: fresh, expiresAt: null },
    { key: inGrace, expiresAt: new Date(1001_000).toISOString() },
    { key: over, expiresAt: new Date(1000_000).toISOString() },
  ])
  const header = signatureHeader({ secrets, messageId, timestamp: 1000, body })
  const alone = (secret: string) => signatureHeader({ secrets: current(secret), messageId, timestamp: 1000, body })
  expect(header).toBe(`${alone(fresh)} ${alone(inGrace)}`)
})

test('bytes that are no text are signed as they are', () => {
  const [secret] = [generateSecret('hmac')]
  const one = signatureHeader({ secrets: current(secret), messageId, timestamp: 1, body: Buffer.from([0xff, 0x00]) })
  const other = signatureHeader({ secrets: current(secret), messageId, timestamp: 1, body: Buffer.from([0xfe, 0x00]) })
  expect(one).not.toBe(other)
})

test('nothing leaves unsigned', () => {
  expect(() => signatureHeader({ secrets: [], messageId, timestamp: 1, body })).toThrow('no valid signing secret')
  expect(() => prepareSecrets([{ key: 'whsec_x', expiresAt: null }])).toThrow('malformed')
})
