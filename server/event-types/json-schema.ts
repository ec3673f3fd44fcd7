/** What is known of JSON Schemas without checking them. Client-safe: the editor reads them with the same functions. */
export type JsonSchema = boolean | JsonObject
export type JsonObject = { [key: string]: unknown }

/** Where in a document, as the names and indices that lead there. */
export type Path = readonly (string | number)[]
export type Fault = { path: Path; message: string }

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

export const isSchema = (value: unknown): value is JsonSchema => typeof value === 'boolean' || isObject(value)

/** RFC 6901. */
export const toPointer = (path: Path): string => path.map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export const fromPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map(step => decodeStep(step).replaceAll('~1', '/').replaceAll('~0', '~'))

/** As part of a reference a pointer is percent-encoded. */
function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** The value at a path; undefined where there is none. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as JsonObject)[step] : undefined),
    root,
  )

const byNumber = new Intl.Collator('en', { numeric: true })

/** Versions of an event type's schema, the newest first: "10" is newer than "9". */
export const versionsOf = (schemas: JsonObject | null): string[] => Object.keys(schemas ?? {}).sort((a, b) => byNumber.compare(b, a))

/** The newest version of an event type's schema; null when it has none. */
export function newestSchema(schemas: JsonObject | null): { version: string; schema: JsonSchema } | null {
  const [version] = versionsOf(schemas)
  const schema = version === undefined ? undefined : schemas?.[version]
  return version !== undefined && isSchema(schema) ? { version, schema } : null
}

export const examplesOf = (schema: JsonSchema): unknown[] => (isObject(schema) && Array.isArray(schema.examples) ? schema.examples : [])
