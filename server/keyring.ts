import { required } from '#server/config.ts'
import { createKeyring, type Keyring } from '#server/crypto.ts'
import { once } from '#server/process.ts'

export const keyring = (): Keyring => once('keyring', () => createKeyring(required('encryptionKeys')))
