import { decrypt, encrypt } from '#server/crypto.ts'
import { keyring } from '#server/keyring.ts'

/** The encrypted columns of an endpoint and what is in them. */
export type StoredSecret = { key: string; expiresAt: string | null }
export type StoredHeaders = Record<string, string>

type Column = 'secrets' | 'headers' | 'credentials'
const place = (id: string, column: Column) => ({ table: 'endpoint', column, id })
const seal = (id: string, column: Column, text: string) => encrypt(keyring(), place(id, column), text)
const open = (id: string, column: Column, value: string) => decrypt(keyring(), place(id, column), value)

/** Newest first; only the newest has no end. */
export const sealSecrets = (id: string, secrets: readonly StoredSecret[]): string => seal(id, 'secrets', JSON.stringify(secrets))
export const openSecrets = (row: { id: string; secrets: string }): StoredSecret[] => JSON.parse(open(row.id, 'secrets', row.secrets))

export const sealHeaders = (id: string, headers: StoredHeaders): string | null =>
  Object.keys(headers).length === 0 ? null : seal(id, 'headers', JSON.stringify(headers))
export const openHeaders = (row: { id: string; headers: string | null }): StoredHeaders =>
  row.headers === null ? {} : JSON.parse(open(row.id, 'headers', row.headers))

/** `user:password`, decoded. */
export const sealCredentials = (id: string, credentials: string | null): string | null =>
  credentials === null ? null : seal(id, 'credentials', credentials)
export const openCredentials = (row: { id: string; credentials: string | null }): string | null =>
  row.credentials === null ? null : open(row.id, 'credentials', row.credentials)
