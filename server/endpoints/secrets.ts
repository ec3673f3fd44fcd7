import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/**
 * Signing secrets as merchants see them (Standard Webhooks 1.0, and Svix's forms of it):
 * - `whsec_` + base64 of 24 to 75 random bytes: the key of an HMAC-SHA256; the prefix may be missing in what callers send;
 * - `whsk_` + base64 of 64 bytes, seed followed by public key: an Ed25519 secret key, never shown again once stored;
 * - `whpk_` + base64 of 32 bytes: its public key, which is what a merchant is given.
 */
export type SecretKind = 'hmac' | 'ed25519'

/** Parsed once per endpoint revision; the key objects are what makes signing fast. */
export type SigningSecret =
  | { readonly kind: 'hmac'; readonly key: KeyObject }
  | { readonly kind: 'ed25519'; readonly privateKey: KeyObject; readonly publicKey: Buffer }

const hmacPrefix = 'whsec_'
const ed25519Prefix = 'whsk_'
const publicPrefix = 'whpk_'

const generatedHmacBytes = 24
const minHmacBytes = 24
const maxHmacBytes = 75
const seedBytes = 32
const ed25519SecretBytes = 64

/** RFC 8410: the fixed DER around a bare Ed25519 seed in PKCS #8. */
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex')

export function generateSecret(kind: SecretKind): string {
  if (kind === 'hmac') return hmacPrefix + randomBytes(generatedHmacBytes).toString('base64')
  const seed = randomBytes(seedBytes)
  return ed25519Prefix + Buffer.concat([seed, publicKeyOf(privateKeyFromSeed(seed))]).toString('base64')
}

/** Null when the text is not a secret; callers answer 422 with {@link secretRule}. */
export function parseSecret(text: string): SigningSecret | null {
  if (text.startsWith(ed25519Prefix)) return parseEd25519(text.slice(ed25519Prefix.length))
  const bytes = decodeBase64(text.startsWith(hmacPrefix) ? text.slice(hmacPrefix.length) : text)
  if (bytes === null || bytes.length < minHmacBytes || bytes.length > maxHmacBytes) return null
  return { kind: 'hmac', key: createSecretKey(bytes) }
}

export const secretRule = `A signing secret is ${hmacPrefix} and the base64 of ${minHmacBytes} to ${maxHmacBytes} bytes, or ${ed25519Prefix} and the base64 of a ${ed25519SecretBytes}-byte Ed25519 secret key.`

/** The form to store, so that every reader finds the prefix. Null when the text is not a secret. */
export function normalizeSecret(text: string): string | null {
  const secret = parseSecret(text)
  if (secret === null) return null
  return secret.kind === 'hmac' && !text.startsWith(hmacPrefix) ? hmacPrefix + text : text
}

/** What "get secret" answers: an HMAC secret itself, of an Ed25519 key only the public half. Null when the text is not a secret. */
export function publicForm(text: string): string | null {
  const secret = parseSecret(text)
  if (secret === null) return null
  return secret.kind === 'ed25519' ? publicPrefix + secret.publicKey.toString('base64') : normalizeSecret(text)
}

function parseEd25519(base64: string): SigningSecret | null {
  const bytes = decodeBase64(base64)
  if (bytes === null || bytes.length !== ed25519SecretBytes) return null
  const privateKey = privateKeyFromSeed(bytes.subarray(0, seedBytes))
  const publicKey = publicKeyOf(privateKey)
  // A public half that is not the seed's would make every signature fail at the receiver, silently for us.
  return publicKey.equals(bytes.subarray(seedBytes)) ? { kind: 'ed25519', privateKey, publicKey } : null
}

function privateKeyFromSeed(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' })
}

function publicKeyOf(privateKey: KeyObject): Buffer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  if (x === undefined) throw new Error('an Ed25519 key without a public half')
  return Buffer.from(x, 'base64url')
}

/** Strict: Node skips what is not base64, while receivers' libraries refuse it; then both sides would hold different keys. */
function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
