import { required } from '#server/config.ts'
import { deriveKey } from '#server/crypto.ts'

/** What the built-in receiver verifies with. Derived, so that every endpoint of it signs alike, and nobody has to tell it of a new one. */
export const receiverSecret = (): string => `whsec_${deriveKey(required('secret'), 'built-in receiver').toString('base64')}`
