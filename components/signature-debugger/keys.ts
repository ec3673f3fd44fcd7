/** Signing keys as the browser's Web Crypto takes them. */
export type Key = { sign: (text: string) => Promise<Uint8Array> }

const encoder = new TextEncoder()

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)

export async function hmacKey(bytes: Uint8Array<ArrayBuffer>): Promise<Key> {
  // Web Crypto takes no empty key; HMAC fills a key with zeros anyway, so this is the same one.
  const key = await crypto.subtle.importKey(
    'raw',
    bytes.length === 0 ? new Uint8Array(1) : bytes,
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  return { sign: async text => new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(text))) }
}

/** Whether an Ed25519 signature is that of a text; null: this browser can't tell. */
export async function verifyEd25519(
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<boolean | null> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, signature, bytesOf(text))
  } catch {
    return null
  }
}

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
export const toHex = (bytes: Uint8Array): string => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** The bytes of base64, also of that for URLs and without its padding; null: it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return null
  return Uint8Array.from(atob(plain), sign => sign.charCodeAt(0))
}
