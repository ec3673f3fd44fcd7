import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { isVerified } from '#cli/demo-receiver.ts'

const secret = `whsec_${randomBytes(24).toString('base64')}`
const body = Buffer.from('{"type":"payment.succeeded","data":{"amount":4200}}')
const now = new Date('2026-11-22T12:00:00Z')

const headersFor = (signedWith = secret, at = now) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(signedWith).sign('msg_1', at, body.toString()),
})

test('verifies what the Standard Webhooks library has signed', () => {
  expect(isVerified(secret, headersFor(), body, now.getTime())).toBe(true)
})

test('takes any of several signatures, as during a rotation', () => {
  const other = headersFor(`whsec_${randomBytes(24).toString('base64')}`)['webhook-signature']
  const both = { ...headersFor(), 'webhook-signature': `${other} v1a,AAAA ${headersFor()['webhook-signature']}` }
  expect(isVerified(secret, both, body, now.getTime())).toBe(true)
})

test.each([
  ['another secret', headersFor(`whsec_${randomBytes(24).toString('base64')}`)],
  ['another id', { ...headersFor(), 'webhook-id': 'msg_2' }],
  ['an old timestamp', headersFor(secret, new Date(now.getTime() - 301_000))],
  ['a timestamp of tomorrow', headersFor(secret, new Date(now.getTime() + 301_000))],
  ['a timestamp that is no number', { ...headersFor(), 'webhook-timestamp': 'soon' }],
  ['a signature of another length', { ...headersFor(), 'webhook-signature': 'v1,AAAA' }],
  ['no headers', {}],
])('refuses %s', (_, headers) => {
  expect(isVerified(secret, headers, body, now.getTime())).toBe(false)
})

test('refuses a body that was changed', () => {
  expect(isVerified(secret, headersFor(), Buffer.from(`${body} `), now.getTime())).toBe(false)
})
