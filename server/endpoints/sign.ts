import { createHmac, sign } from 'node:crypto'
import type { StoredSecret } from '#server/endpoints/sealed.ts'
import { parseSecret, type SigningSecret } from '#server/endpoints/secrets.ts'

/** A parsed secret and the end of its grace period in unix seconds; null for the current one. */
export type PreparedSecret = SigningSecret & { readonly validUntil: number | null }

/**
 * Parses the secrets of an endpoint, the current one first. Once per endpoint revision, not per delivery: making a key object
 * costs more than signing with it.
 */
export function prepareSecrets(stored: readonly StoredSecret[]): PreparedSecret[] {
  return stored.map(({ key, expiresAt }) => {
    const parsed = parseSecret(key)
    if (parsed === null) throw new Error('a stored signing secret is malformed')
    return { ...parsed, validUntil: expiresAt === null ? null : Date.parse(expiresAt) / 1_000 }
  })
}

export type SignInput = {
  /** The current secret first; those past their grace period are left out. */
  readonly secrets: ReadonlyArray<PreparedSecret>
  readonly messageId: string
  /** Of this attempt, in unix seconds: the receiver's protection against a recorded request sent again. */
  readonly timestamp: number
  readonly body: Buffer
}

/**
 * The value of `webhook-signature`: one signature over `id.timestamp.body` per valid secret, separated by spaces (Standard
 * Webhooks 1.0). A verifier accepts the request when any one matches, which is what makes rotation free of downtime.
 */
export function signatureHeader({ secrets, messageId, timestamp, body }: SignInput): string {
  const prefix = `${messageId}.${timestamp}.`
  let header = ''
  for (const secret of secrets) {
    if (secret.validUntil !== null && secret.validUntil <= timestamp) continue
    const signature = secret.kind === 'hmac' ? hmacSignature(secret, prefix, body) : ed25519Signature(secret, prefix, body)
    header += header === '' ? signature : ` ${signature}`
  }
  // Nothing leaves unsigned: an endpoint without a valid secret is our bug, not the receiver's.
  if (header === '') throw new Error('no valid signing secret')
  return header
}

function hmacSignature(secret: Extract<SigningSecret, { kind: 'hmac' }>, prefix: string, body: Buffer): string {
  return `v1,${createHmac('sha256', secret.key).update(prefix).update(body).digest('base64')}`
}

function ed25519Signature(secret: Extract<SigningSecret, { kind: 'ed25519' }>, prefix: string, body: Buffer): string {
  // Ed25519 hashes its input twice, so there is no streaming form: the text has to be in one piece.
  return `v1a,${sign(null, Buffer.concat([Buffer.from(prefix), body]), secret.privateKey).toString('base64')}`
}
