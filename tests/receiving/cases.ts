import { generateSecret } from '#server/endpoints/secrets.ts'
import { prepareSecrets, signatureHeader } from '#server/endpoints/sign.ts'

/** A request as a receiver gets it, and whether it should believe it. */
export type Case = { name: string; secret: string; headers: Record<string, string>; body: string; good: boolean }

const current = generateSecret('hmac')
const former = generateSecret('hmac')
const nobodys = generateSecret('hmac')
const messageId = 'msg_01k9zq3f7vea3sv6w0g0ry9d4n'
const body = Buffer.from('{"type":"invoice.paid","data":{"customer":"Zoë 🎺","amount":12345678901234567890}}')

function headersOf(family: 'webhook' | 'svix', secrets: readonly string[], ageSeconds = 0): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds
  const prepared = prepareSecrets(secrets.map(key => ({ key, expiresAt: null })))
  const signature = signatureHeader({ secrets: prepared, messageId, timestamp, body })
  return { [`${family}-id`]: messageId, [`${family}-timestamp`]: String(timestamp), [`${family}-signature`]: signature }
}

const made = (name: string, good: boolean, secret: string, headers: Record<string, string>, sent = body): Case => ({
  name,
  good,
  secret,
  headers,
  body: sent.toString('base64'),
})

/** Signed by the worker's own code, now. `headerStyles` says which families of headers the receiver reads. */
export function makeCases(headerStyles: readonly ('webhook' | 'svix')[]): Case[] {
  const longAgo = 3_600
  return headerStyles.flatMap(family => [
    made(`${family}-*`, true, current, headersOf(family, [current])),
    made(`${family}-*, rotated, the new secret`, true, current, headersOf(family, [current, former])),
    made(`${family}-*, rotated, the old secret`, true, former, headersOf(family, [current, former])),
    made(`${family}-*, an Ed25519 signature beside it`, true, current, headersOf(family, [generateSecret('ed25519'), current])),
    made(`${family}-*, another secret`, false, nobodys, headersOf(family, [current])),
    made(`${family}-*, another body`, false, current, headersOf(family, [current]), Buffer.from(`${body} `)),
    made(`${family}-*, an hour old`, false, current, headersOf(family, [current], longAgo)),
    made(`${family}-*, an hour ahead`, false, current, headersOf(family, [current], -longAgo)),
    made(`${family}-*, another id`, false, current, { ...headersOf(family, [current]), [`${family}-id`]: 'msg_other' }),
  ])
}
