import { decrypt } from '#server/crypto.ts'
import { pool } from '#server/db.ts'
import { type EndpointRow, type EnvironmentRow, loadEndpoint, loadEnvironment } from '#server/deliveries/load-sql.ts'
import { type PreparedSecret, prepareSecrets } from '#server/endpoints/sign.ts'
import { keyring } from '#server/keyring.ts'

/** An endpoint as a delivery needs it: decrypted, its keys parsed. Made once per revision. */
export type PreparedEndpoint = {
  revision: number
  url: string
  secrets: PreparedSecret[]
  /** Custom headers, and `authorization` from the URL's credentials unless a custom header sets it. Names in lower case. */
  headers: [name: string, value: string][]
  retrySchedule: readonly number[]
}

/** Kept per process; beyond this the oldest go. */
const maxEntries = 20_000

/** A value per id and version. Concurrent askers share one query; a failed one is forgotten. */
function versioned<Value>(load: (id: string) => Promise<Value>) {
  const entries = new Map<string, { version: number; value: Promise<Value> }>()
  return (id: string, version: number): Promise<Value> => {
    const found = entries.get(id)
    if (found?.version === version) return found.value
    const value = load(id)
    value.catch(() => entries.delete(id))
    entries.delete(id)
    entries.set(id, { version, value })
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value!)
    return value
  }
}

export const preparedEndpoint = versioned(async (id): Promise<PreparedEndpoint> => {
  const { rows } = await pool.query<EndpointRow>({ ...loadEndpoint, values: [id] })
  const row = rows[0]
  if (!row) throw new Error(`endpoint ${id} is gone`)
  const reveal = (column: 'secrets' | 'headers' | 'credentials', value: string) =>
    decrypt(keyring(), { table: 'endpoint', column, id }, value)
  const secrets = JSON.parse(reveal('secrets', row.secrets)) as { key: string; expiresAt: string | null }[]
  return {
    revision: row.revision,
    url: row.url,
    secrets: prepareSecrets(
      secrets.map(({ key, expiresAt }) => ({ secret: key, validUntil: expiresAt === null ? null : Date.parse(expiresAt) / 1000 })),
    ),
    headers: customHeaders(row.headers && reveal('headers', row.headers), row.credentials && reveal('credentials', row.credentials)),
    retrySchedule: row.retry_schedule,
  }
})

function customHeaders(headers: string | null, credentials: string | null): [string, string][] {
  const custom = Object.entries(JSON.parse(headers ?? '{}') as Record<string, string>).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ])
  if (credentials === null || custom.some(([name]) => name === 'authorization')) return custom
  return [['authorization', `Basic ${Buffer.from(credentials).toString('base64')}`], ...custom]
}

export const preparedEnvironment = versioned(async (id): Promise<EnvironmentRow> => {
  const { rows } = await pool.query<EnvironmentRow>({ ...loadEnvironment, values: [id] })
  if (!rows[0]) throw new Error(`environment ${id} is gone`)
  return rows[0]
})
