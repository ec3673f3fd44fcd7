import { pool } from '#server/db.ts'
import { type EndpointRow, type EnvironmentRow, loadEndpoint, loadEnvironment } from '#server/deliveries/load-sql.ts'
import { openCredentials, openHeaders, openSecrets, type StoredHeaders } from '#server/endpoints/sealed.ts'
import { type PreparedSecret, prepareSecrets } from '#server/endpoints/sign.ts'

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
  return {
    revision: row.revision,
    url: row.url,
    secrets: prepareSecrets(openSecrets(row)),
    headers: customHeaders(openHeaders(row), openCredentials(row)),
    retrySchedule: row.retry_schedule,
  }
})

function customHeaders(headers: StoredHeaders, credentials: string | null): [string, string][] {
  const custom = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  if (credentials === null || custom.some(([name]) => name === 'authorization')) return custom
  return [['authorization', `Basic ${Buffer.from(credentials).toString('base64')}`], ...custom]
}

export const preparedEnvironment = versioned(async (id): Promise<EnvironmentRow> => {
  const { rows } = await pool.query<EnvironmentRow>({ ...loadEnvironment, values: [id] })
  if (!rows[0]) throw new Error(`environment ${id} is gone`)
  return rows[0]
})
