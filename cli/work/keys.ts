import { parseInput } from '#cli/parse-input.ts'
import { print, table } from '#cli/print.ts'
import { createApiKey, revokeApiKey } from '#server/api-keys/mutations.ts'
import { listApiKeys } from '#server/api-keys/queries.ts'
import { ApiKeyIn, type ApiKeyOut } from '#server/api-keys/schema.ts'
import { openAsOperator } from '#server/auth/operator.ts'
import { write } from '#server/writes.ts'

export type KeyPlace = { environment: string; organization?: string; json: boolean }
/** `expires`: milliseconds from now. */
export type KeyOptions = KeyPlace & { name: string; scope: string; expires?: number }

const open = ({ environment, organization }: KeyPlace) => openAsOperator(environment, organization)

export async function create(options: KeyOptions): Promise<void> {
  const { name, scope, expires } = options
  const expiresAt = expires === undefined ? null : new Date(Date.now() + expires).toISOString()
  const input = parseInput(ApiKeyIn, { name, scope, expiresAt })
  const context = await open(options)
  const { key, token } = await write(context, tx => createApiKey(context, input, tx))
  print(options.json, { token, ...key }, `${token}\n\nKeep it now: only its hash is stored. Its id is ${key.id}.`)
}

export async function list(place: KeyPlace): Promise<void> {
  const keys = await listApiKeys(await open(place))
  const rows = keys.map(key => [key.id, key.name, `${key.prefix}…`, key.scope, key.lastUsedAt ?? 'never used', stateOf(key)])
  print(place.json, keys, rows.length === 0 ? 'There is none yet.' : table(['ID', 'NAME', 'TOKEN', 'SCOPE', 'LAST USED', 'STATE'], rows))
}

function stateOf({ revokedAt, expiresAt }: ApiKeyOut): string {
  if (revokedAt) return `revoked ${revokedAt}`
  return expiresAt ? `until ${expiresAt}` : 'valid'
}

export async function revoke(id: string, place: KeyPlace): Promise<void> {
  const context = await open(place)
  const key = await write(context, tx => revokeApiKey(context, id, tx))
  print(place.json, key, `Revoked ${key.id} (${key.name}).`)
}
