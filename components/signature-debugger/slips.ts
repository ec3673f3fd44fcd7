import { type BodyChange, bodyForms } from '#components/signature-debugger/body-forms.ts'
import { bytesOf, fromBase64, hmacKey, type Key, toBase64, toHex } from '#components/signature-debugger/keys.ts'

/** What verifying code did otherwise than it should have, told by what it computed. */
export type Slip = {
  key: KeySlip | null
  text: TextSlip | null
  body: BodyChange[]
  form: FormSlip | null
}
export type KeySlip = 'prefix-kept' | 'not-decoded' | 'prefix-decoded'
export type TextSlip = 'body-alone' | 'without-id' | 'without-timestamp' | 'without-body' | 'swapped' | 'without-dots' | 'milliseconds'
export type FormSlip = 'hex' | 'base64url' | 'unpadded' | 'without-version' | 'whole-header'

type Tried = {
  computed: string
  signatures: readonly string[]
  id: string
  timestamp: string
  body: string
  /** Null: the secret is not known, so only what was made of the signatures can be told. */
  key: { key: Key; secret: string } | null
}

/** How a hash may be written down: as the header has it, or otherwise. */
const forms: { form: FormSlip | null; write: (bytes: Uint8Array) => string }[] = [
  { form: null, write: bytes => `v1,${toBase64(bytes)}` },
  { form: 'without-version', write: toBase64 },
  { form: 'hex', write: toHex },
  { form: 'base64url', write: bytes => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') },
  { form: 'unpadded', write: bytes => toBase64(bytes).replace(/=+$/, '') },
]

const texts: { text: TextSlip | null; write: (id: string, timestamp: string, body: string) => string }[] = [
  { text: null, write: (id, timestamp, body) => `${id}.${timestamp}.${body}` },
  { text: 'body-alone', write: (_id, _timestamp, body) => body },
  { text: 'without-id', write: (_id, timestamp, body) => `${timestamp}.${body}` },
  { text: 'without-timestamp', write: (id, _timestamp, body) => `${id}.${body}` },
  { text: 'without-body', write: (id, timestamp) => `${id}.${timestamp}.` },
  { text: 'without-body', write: (id, timestamp) => `${id}.${timestamp}` },
  { text: 'swapped', write: (id, timestamp, body) => `${timestamp}.${id}.${body}` },
  { text: 'without-dots', write: (id, timestamp, body) => `${id}${timestamp}${body}` },
  { text: 'milliseconds', write: (id, timestamp, body) => `${id}.${timestamp}000.${body}` },
]

/** What the code did to arrive at what it computed; null: nothing was said, it is right, or it can't be told. */
export async function findSlip({ computed, signatures, id, timestamp, body, key }: Tried): Promise<Slip | null> {
  const said = computed.trim()
  if (said === '' || signatures.includes(said)) return null
  if (signatures.length > 1 && said === signatures.join(' ')) return { ...none, form: 'whole-header' }
  const rewritten = formOf(
    said,
    signatures.flatMap(signature => fromBase64(signature.replace(/^v1,/, '')) ?? []),
  )
  if (rewritten) return { ...none, form: rewritten.form }
  if (key === null) return null
  const bodies = [{ text: body, changes: [] as BodyChange[] }, ...bodyForms(body)]
  // One mistake is likelier than two, so all bodies are tried with the right key and the right text first.
  const tries = [...texts.map(text => ({ text, bodies: text.text === null ? bodies : bodies.slice(0, 1) }))]
  for (const { slip, key: tried } of await keysOf(key))
    for (const { text, bodies: candidates } of tries)
      for (const candidate of candidates) {
        const found = formOf(said, [await tried.sign(text.write(id, timestamp, candidate.text))])
        if (found) return { key: slip, text: text.text, body: candidate.changes, form: found.form }
      }
  return null
}

const none: Slip = { key: null, text: null, body: [], form: null }

const formOf = (said: string, hashes: readonly Uint8Array[]) =>
  forms.find(({ form, write }) => hashes.some(bytes => said === write(bytes) || (form === 'hex' && said.toLowerCase() === write(bytes))))

/** What code may have taken for the key, where it should have decoded what follows the prefix. */
async function keysOf({ key, secret }: { key: Key; secret: string }): Promise<{ slip: KeySlip | null; key: Key }[]> {
  const bare = secret.replace(/^whsec_/, '')
  // Lenient decoders take the letters of the prefix for base64, and `_` for `/`.
  const withPrefix = fromBase64(`whsec_${bare}`)
  return [
    { slip: null, key },
    { slip: 'prefix-kept', key: await hmacKey(bytesOf(`whsec_${bare}`)) },
    { slip: 'not-decoded', key: await hmacKey(bytesOf(bare)) },
    ...(withPrefix ? [{ slip: 'prefix-decoded' as const, key: await hmacKey(withPrefix) }] : []),
  ]
}
