import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkSignature, type SignatureInput } from '#components/signature-debugger/check.ts'
import { describeFinding } from '#components/signature-debugger/words.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const timestamp = '1614265330'
const body = '{"test": 2432232314}'
const known = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
const receivedAt = Number(timestamp) * 1_000

const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
const hmac = (text: string, by: Buffer = key) => createHmac('sha256', by).update(text).digest()
const signatureOf = (text: string) => `v1,${hmac(`${id}.${timestamp}.${text}`).toString('base64')}`
const headersOf = (signature: string, family = 'webhook') =>
  `${family}-id: ${id}\n${family}-timestamp: ${timestamp}\n${family}-signature: ${signature}`

const right: SignatureInput = { headers: headersOf(known), body, exact: false, secret, computed: '', seen: null, receivedAt }
const check = (changed: Partial<SignatureInput>) => checkSignature({ ...right, ...changed })
const findings = async (changed: Partial<SignatureInput>) => (await check(changed)).findings

test('a right signature is right', async () => {
  expect(await check({})).toEqual({ verdict: 'good', findings: [{ kind: 'valid' }], signedText: `${id}.${timestamp}.${body}` })
})

describe('headers', () => {
  test.each([
    ['as JSON', JSON.stringify({ 'Webhook-Id': id, 'Webhook-Timestamp': timestamp, 'Webhook-Signature': [known] })],
    ['of curl', headersOf(known).replaceAll(/^(.*)$/gm, "  -H '$1' \\")],
    [
      'as CGI names them',
      headersOf(known)
        .replaceAll('webhook-', 'HTTP_WEBHOOK_')
        .replaceAll(/(id|timestamp|signature)(?=:)/g, name => name.toUpperCase()),
    ],
    ['among others', `POST /hook HTTP/1.1\nhost: a.example\n${headersOf(known)}\nx: y`],
  ])('%s are read', async (_, headers) => expect((await check({ headers })).verdict).toBe('good'))

  test.each([
    ['none', '', { kind: 'no-headers' }],
    ['another signature', `x-hub-signature-256: sha256=abc\nwebhook-id: ${id}`, { kind: 'other-header', name: 'x-hub-signature-256' }],
    ['no timestamp', headersOf(known).replace(/.*timestamp.*\n/, ''), { kind: 'missing-header', name: 'webhook-timestamp' }],
    ['a time in words', headersOf(known).replace(timestamp, '2026-11-22'), { kind: 'timestamp-form', value: '2026-11-22' }],
    ['no version', headersOf(known.slice(3)), { kind: 'signature-form', value: known.slice(3) }],
  ])('%s', async (_, headers, finding) => expect(await check({ headers })).toMatchObject({ verdict: 'mistake', findings: [finding] }))

  test('named svix-… are right, and said', async () => {
    expect(await check({ headers: headersOf(known, 'svix') })).toMatchObject({
      verdict: 'good',
      findings: [{ kind: 'valid' }, { kind: 'svix-names' }],
    })
  })
})

describe('the secret', () => {
  test.each([
    ['none', '', { kind: 'needs-secret' }],
    ['another', 'whsec_plJ3nmyCDGBKInavdOK15jsl', { kind: 'secret-or-body' }],
    ['no base64', 'whsec_hello!', { kind: 'secret-form' }],
    ['nothing behind the prefix', 'whsec_', { kind: 'secret-form' }],
    ['a private key', 'whsk_AAAA', { kind: 'secret-private' }],
  ])('%s', async (_, secret, finding) => expect((await findings({ secret }))[0]).toEqual(finding))

  test('of exact bytes that is another is the wrong one', async () => {
    expect(await findings({ exact: true, secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl' })).toEqual([{ kind: 'wrong-secret' }])
  })

  test.each([`${secret}\n`, ` ${secret}`, `"${secret}"`])('with something around it: %j', async secret => {
    expect(await check({ secret })).toMatchObject({ verdict: 'mistake', findings: [{ kind: 'secret-spaces' }, { kind: 'valid' }] })
  })

  test('needs no prefix', async () => expect((await check({ secret: secret.slice('whsec_'.length) })).verdict).toBe('good'))

  test('that is the second to sign is the old one', async () => {
    expect(await findings({ headers: headersOf(`v1,${hmac('x').toString('base64')} ${known}`) })).toEqual([
      { kind: 'valid' },
      { kind: 'old-secret' },
    ])
  })

  test('may be a public key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const secret = `whpk_${Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')}`
    const signature = `v1a,${sign(null, Buffer.from(`${id}.${timestamp}.${body}`), privateKey).toString('base64')}`
    expect((await check({ secret, headers: headersOf(signature) })).verdict).toBe('good')
    expect(await findings({ secret, headers: headersOf(signature), body: `${body}\n` })).toEqual([
      { kind: 'body-changed', changes: ['newline-added'] },
    ])
    expect(await findings({ secret, headers: headersOf(known), exact: true })).toEqual([{ kind: 'wrong-secret' }])
  })
})

test.each([
  ['five minutes', 300, { kind: 'valid' }],
  ['ten minutes late', 600, { kind: 'clock', seconds: 600 }],
  ['ten minutes early', -600, { kind: 'clock', seconds: -600 }],
])('a clock that is %s', async (_, seconds, finding) => {
  expect(await findings({ receivedAt: receivedAt + seconds * 1_000 })).toEqual([finding])
})

const payload = '{"b":"caf\\u00e9 & <a/b>","a":[1.0,{"c":null,"big":12345678901234567890}],"d":{}}'
const parsed = JSON.parse(payload)
const python = '{"b": "caf\\u00e9 & <a/b>", "a": [1.0, {"c": null, "big": 12345678901234567890}], "d": {}}'

describe('a body that came as it was signed and was changed on the way to the code', () => {
  test.each([
    ['a line break more', `${payload}\n`, ['newline-added']],
    ['a line break more, of Windows', `${payload}\r\n`, ['newline-added']],
    ['a byte order mark', `\ufeff${payload}`, ['byte-order-mark']],
    ['laid out anew', python, ['whitespace']],
    [
      'pretty',
      '{\n  "b": "caf\\u00e9 & <a/b>",\n  "a": [\n    1.0,\n    {\n      "c": null,\n      "big": 12345678901234567890\n    }\n  ],\n  "d": {}\n}',
      ['whitespace'],
    ],
    ['escapes resolved', payload.replace('\\u00e9', 'é'), null],
  ])('%s', async (_, changed, changes) => {
    const headers = headersOf(signatureOf(payload))
    expect(await findings({ headers, body: changed })).toEqual([
      changes ? { kind: 'body-changed', changes } : { kind: 'body-changed', changes: ['escapes'] },
    ])
    expect(await findings({ headers, body: payload, exact: true, seen: changed })).toEqual([
      { kind: 'body-changed', changes: changes ?? ['escapes'] },
    ])
  })

  test.each([
    ['parsed and written again', JSON.stringify(parsed), ['escapes', 'numbers']],
    ['with its keys sorted', '{"a":[1.0,{"big":12345678901234567890,"c":null}],"b":"caf\\u00e9 & <a/b>","d":{}}', ['key-order']],
  ])('%s, where the exact one is known', async (_, seen, changes) => {
    expect(await findings({ headers: headersOf(signatureOf(payload)), body: payload, exact: true, seen })).toEqual([
      { kind: 'body-changed', changes },
    ])
  })

  test('another one', async () => {
    expect(await findings({ exact: true, seen: '{"test": 1}' })).toEqual([{ kind: 'other-body' }])
    expect(await findings({ exact: true, seen: body.slice(0, 9) })).toEqual([{ kind: 'other-body' }])
  })

  test('the line break that was lost', async () => {
    expect(await findings({ headers: headersOf(signatureOf(`${body}\n`)) })).toEqual([
      { kind: 'body-changed', changes: ['newline-removed'] },
    ])
  })
})

const bare = secret.slice('whsec_'.length)
const text = `${id}.${timestamp}.${body}`
const base64 = (bytes: Buffer) => bytes.toString('base64')
const slip = { key: null, text: null, body: [], form: null }

describe('what the code computed', () => {
  test.each([
    ['with the prefix in the key', base64(hmac(text, Buffer.from(secret))), { key: 'prefix-kept', form: 'without-version' }],
    ['with the key as text', `v1,${base64(hmac(text, Buffer.from(bare)))}`, { key: 'not-decoded' }],
    ['with the prefix decoded', hmac(text, Buffer.from(secret, 'base64')).toString('hex'), { key: 'prefix-decoded', form: 'hex' }],
    ['of the body alone', base64(hmac(body)), { text: 'body-alone', form: 'without-version' }],
    ['without the id', `v1,${base64(hmac(`${timestamp}.${body}`))}`, { text: 'without-id' }],
    ['without the timestamp', `v1,${base64(hmac(`${id}.${body}`))}`, { text: 'without-timestamp' }],
    ['without the body', `v1,${base64(hmac(`${id}.${timestamp}.`))}`, { text: 'without-body' }],
    ['in another order', `v1,${base64(hmac(`${timestamp}.${id}.${body}`))}`, { text: 'swapped' }],
    ['without dots', `v1,${base64(hmac(`${id}${timestamp}${body}`))}`, { text: 'without-dots' }],
    ['in milliseconds', `v1,${base64(hmac(`${id}.${timestamp}000.${body}`))}`, { text: 'milliseconds' }],
    ['of JSON written again', `v1,${base64(hmac(`${id}.${timestamp}.{"test":2432232314}`))}`, { body: ['whitespace'] }],
    ['of a line more', `v1,${base64(hmac(`${text}\n`))}`, { body: ['newline-added'] }],
    ['two mistakes', hmac(body, Buffer.from(bare)).toString('hex'), { key: 'not-decoded', text: 'body-alone', form: 'hex' }],
  ])('%s', async (_, computed, made) => {
    expect(await findings({ exact: true, computed })).toEqual([{ kind: 'slip', slip: { ...slip, ...made } }])
  })

  test.each([
    ['in hex', hmac(text).toString('hex'), { form: 'hex' }],
    ['in capital hex', hmac(text).toString('hex').toUpperCase(), { form: 'hex' }],
    ['for URLs', hmac(text).toString('base64url'), { form: 'base64url' }],
    ['without padding', base64(hmac(text)).replace(/=+$/, ''), { form: 'unpadded' }],
    ['without its version', known.slice(3), { form: 'without-version' }],
  ])('%s, is told without the secret', async (_, computed, made) => {
    expect(await findings({ secret: '', computed })).toEqual([{ kind: 'slip', slip: { ...slip, ...made } }])
  })

  test('is compared with each signature, not with the header', async () => {
    const header = `v1,${base64(hmac('x'))} ${known}`
    expect(await findings({ headers: headersOf(header), computed: header })).toEqual([
      { kind: 'slip', slip: { ...slip, form: 'whole-header' } },
    ])
  })

  test('is right, or of something else', async () => {
    expect(await findings({ computed: known })).toEqual([{ kind: 'valid' }])
    expect(await findings({ computed: 'v1,abc' })).toEqual([{ kind: 'computed-unknown' }])
  })
})

test('every finding has words', async () => {
  const all = await Promise.all([
    findings({}),
    findings({ headers: '' }),
    findings({ receivedAt: receivedAt + 86_400_000 }),
    findings({ receivedAt: receivedAt - 600_000 }),
    findings({ exact: true, computed: hmac(body, Buffer.from(bare)).toString('hex') }),
    findings({ body: `${body}\n` }),
  ])
  const words = all.flat().map(finding => describeFinding(finding))
  expect(words.map(({ title }) => title)).toEqual([
    'The signature is right',
    'The headers of the request are missing',
    'The signature is right, and 24 h old',
    'The signature is right, and 10 min in the future',
    'The mistake is in what the code does',
    'The body is not the one that was signed',
  ])
  expect(words.every(({ text }) => text.length > 20 && !text.includes('undefined'))).toBe(true)
})
