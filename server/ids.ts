import { randomBytes } from 'node:crypto'

/**
 * Ids are UUIDv7 in the database and, outside, a prefix and the same 128 bits as 26 characters of Crockford's base 32
 * (TypeID, github.com/jetify-com/typeid/tree/main/spec).
 */
export const prefixes = {
  organization: 'org',
  environment: 'env',
  application: 'app',
  endpoint: 'ep',
  eventType: 'evtype',
  message: 'msg',
  attempt: 'atmpt',
  replay: 'rpl',
  backgroundTask: 'qtask', // also a replay, as Svix's clients know it
  apiKey: 'key',
  integration: 'integ',
  portalSession: 'psess',
  user: 'usr',
  invite: 'inv',
  auditEntry: 'aud',
  loggedRequest: 'rlog',
} as const

export type Entity = keyof typeof prefixes

declare const brand: unique symbol
/** A database id of one kind of entity: a lower-case UUID string. */
export type Id<E extends Entity> = string & { readonly [brand]: E }

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const values = new Map([...alphabet].map((character, value) => [character, BigInt(value)]))

/** `app_01m7…` from a UUID. */
export function formatId(entity: Entity, uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = alphabet[Number(rest & 31n)] + text
    rest >>= 5n
  }
  return `${prefixes[entity]}_${text}`
}

/** The UUID inside a prefixed id, or null when the text is not an id of this kind. */
export function parseId<E extends Entity>(entity: E, text: string): Id<E> | null {
  const prefix = `${prefixes[entity]}_`
  if (!text.startsWith(prefix) || text.length !== prefix.length + 26) return null
  let number = 0n
  for (const character of text.slice(prefix.length)) {
    const value = values.get(character)
    if (value === undefined) return null
    number = (number << 5n) | value
  }
  if (number >> 128n) return null
  const hex = number.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<E>
}

/** The moment a UUIDv7 was made, to the millisecond. */
export const timeOfId = (uuid: string): Date => new Date(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16))

/** The smallest UUIDv7 of a moment, to compare ids with; of one before 1970, the smallest. Mirrors `uuid_v7_floor` in SQL. */
export function idFloor(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`
}

/** No id is greater: where a walk from the newest begins. */
export const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 32 base-62 characters, 190 bits: the random part of every token. Bytes that would bias the choice are drawn again. */
export function randomToken(length = 32): string {
  let token = ''
  while (token.length < length) for (const byte of randomBytes(length)) if (byte < 248 && token.length < length) token += base62[byte % 62]
  return token
}
