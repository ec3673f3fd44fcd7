import type { Context } from '#server/context.ts'
import { exampleOf } from '#server/event-types/example.ts'
import { isSchema, versionsOf } from '#server/event-types/json-schema.ts'
import type { OfferedEventType } from '#server/event-types/offered-schema.ts'
import { getEventType } from '#server/event-types/queries.ts'
import { typeScriptOf } from '#server/event-types/typescript.ts'

/** An event type as its receiver needs it, the newest version first. @throws AppError not_found */
export async function viewOffered(context: Context, name: string): Promise<OfferedEventType> {
  const { description, deprecated, schemas } = await getEventType(context, name)
  return {
    name,
    description,
    deprecated,
    versions: versionsOf(schemas).flatMap(version => {
      const schema = schemas?.[version]
      if (!isSchema(schema)) return []
      const typeScript = typeScriptOf({ name, description, deprecated, schema })
      return { version, schema: JSON.stringify(schema), example: JSON.stringify(exampleOf(schema)) ?? null, typeScript }
    }),
  }
}
