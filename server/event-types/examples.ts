import type { Context } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import { loadEventType } from '#server/event-types/queries.ts'
import type { Database } from '#server/writes.ts'

/** Known without being in the catalogue, as Svix's. */
const builtIn: Record<string, object> = { 'svix.ping': { success: true } }

/** Examples are those of the first version of an event type's schema. */
const version = '1'

/**
 * An example of an event type's payload.
 * @throws AppError not_found (event type), invalid_scheme when it has no such example
 */
export async function loadExample(context: Context, name: string, index: number, db: Database): Promise<object> {
  const known = builtIn[name]
  if (known && index === 0) return known
  const { schemas } = known ? { schemas: null } : await loadEventType(context, name, db)
  const schema = (schemas as Record<string, unknown> | null)?.[version]
  const examples = typeof schema === 'object' && schema !== null && 'examples' in schema ? schema.examples : null
  const example: unknown = Array.isArray(examples) ? examples[index] : undefined
  if (example === undefined)
    throw new AppError('invalid_scheme', `Version ${version} of the schema of ${name} has no example number ${index}, counted from 0.`)
  if (typeof example !== 'object' || example === null || Array.isArray(example))
    throw new AppError('invalid_scheme', `Example ${index} of ${name} is not a JSON object, which a payload must be.`)
  return example
}
