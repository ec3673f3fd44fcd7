import type { Context } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import { examplesOf, isObject, newestSchema } from '#server/event-types/json-schema.ts'
import { loadEventType } from '#server/event-types/queries.ts'
import type { Database } from '#server/writes.ts'

/** Known without being in the catalogue, as Svix's. */
const builtIn: Record<string, object> = { 'svix.ping': { success: true } }

/**
 * An example of an event type's payload, from the newest version of its schema.
 * @throws AppError not_found (event type), invalid_scheme when it has no such example
 */
export async function loadExample(context: Context, name: string, index: number, db: Database): Promise<object> {
  const known = builtIn[name]
  if (known && index === 0) return known
  const { schemas } = known ? { schemas: null } : await loadEventType(context, name, db)
  const newest = newestSchema(isObject(schemas) ? schemas : null)
  const example = newest === null ? undefined : examplesOf(newest.schema)[index]
  if (example === undefined)
    throw new AppError(
      'invalid_scheme',
      newest === null
        ? `${name} has no schema, and so no examples.`
        : `Version ${newest.version} of the schema of ${name} has no example number ${index}, counted from 0.`,
    )
  if (!isObject(example)) throw new AppError('invalid_scheme', `Example ${index} of ${name} is not a JSON object, which a payload must be.`)
  return example
}
