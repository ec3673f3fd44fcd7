import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Secrets at rest: AES-256-GCM. The value carries its key's id, and the place where it is stored is authenticated with it,
 * so that a value moved to another row or column does not decrypt.
 * Form: `<key id>.<base64url of nonce (12) + ciphertext + tag (16)>`.
 */
export type Place = { table: string; column: string; id: string }
export type Keyring = { current: EncryptionKey; byId: ReadonlyMap<string, EncryptionKey> }
type EncryptionKey = { id: string; key: Buffer }

/** Keys are 32 bytes; the first encrypts, all decrypt. */
export function createKeyring(keys: readonly Buffer[]): Keyring {
  const all = keys.map(key => ({ id: createHash('sha256').update('posthorn key id').update(key).digest('hex').slice(0, 8), key }))
  if (all[0] === undefined) throw new Error('A keyring needs at least one key')
  return { current: all[0], byId: new Map(all.map(key => [key.id, key])) }
}

const associatedData = (place: Place) => Buffer.from(`${place.table}.${place.column}.${place.id}`)

export function encrypt(keyring: Keyring, place: Place, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyring.current.key, nonce).setAAD(associatedData(place))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${keyring.current.id}.${sealed.toString('base64url')}`
}

/** @throws when the key is not in the ring, or the value was changed or moved */
export function decrypt(keyring: Keyring, place: Place, value: string): string {
  const [keyId = '', data = ''] = value.split('.')
  const found = keyring.byId.get(keyId)
  if (!found)
    throw new Error(
      `${place.table}.${place.column} of ${place.id} was encrypted with key ${keyId}, which is not in POSTHORN_ENCRYPTION_KEYS`,
    )
  const sealed = Buffer.from(data, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', found.key, sealed.subarray(0, 12)).setAAD(associatedData(place))
  decipher.setAuthTag(sealed.subarray(-16))
  return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
}

/** Whether a value was made with the current key; `posthorn rotate-encryption` rewrites those that were not. */
export const isCurrent = (keyring: Keyring, value: string): boolean => value.startsWith(`${keyring.current.id}.`)

export const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()

/** A key for one purpose out of POSTHORN_SECRET (HKDF, RFC 5869). */
export const deriveKey = (secret: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `posthorn ${purpose}`, 32))
