import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { isObject, type JsonObject, type JsonSchema, newestSchema } from '#server/event-types/json-schema.ts'
import { visibleTo } from '#server/event-types/queries.ts'
import { type CatalogType, toTypeScript } from '#server/event-types/typescript.ts'

/** The types of the catalogue in TypeScript, and a function that verifies a webhook. */
export const catalogTypes = async (context: Context): Promise<string> => toTypeScript(await readCatalog(context))

/**
 * The catalogue as one JSON Schema of draft 7: a payload of any event type fits it, and each event type's own is under `definitions` by its
 * name. References inside a schema are made to lead there.
 */
export async function catalogSchema(context: Context): Promise<JsonObject> {
  const types = await readCatalog(context)
  const definitions = types.map(({ name, description, deprecated, schema }) => {
    const { $schema: _, ...own } = isObject(schema) ? (rebase(schema, `#/definitions/${encodeURIComponent(name)}`) as JsonObject) : {}
    const said = { ...(description === '' ? {} : { description }), ...(deprecated ? { deprecated } : {}) }
    return [name, schema === false ? { not: {} } : { title: name, ...said, ...own }] as const
  })
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Event types',
    anyOf: types.map(({ name }) => ({ $ref: `#/definitions/${encodeURIComponent(name)}` })),
    definitions: Object.fromEntries(definitions),
  }
}

/** What is offered: without what is archived, and for a merchant without what feature flags hide. By name. */
async function readCatalog(context: Context): Promise<CatalogType[]> {
  const rows = await prisma.eventType.findMany({ where: { ...visibleTo(context), archived: false }, orderBy: { name: 'asc' } })
  return rows.map(({ name, description, deprecated, schemas }) => ({
    name,
    description,
    deprecated,
    schema: newestSchema(isObject(schemas) ? schemas : null)?.schema ?? true,
  }))
}

/** A schema whose references to its own root, `#…`, begin at `root` instead. */
function rebase(value: JsonSchema | unknown, root: string): unknown {
  if (Array.isArray(value)) return value.map(item => rebase(item, root))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref' && typeof member === 'string' && /^#(\/|$)/.test(member)
        ? [name, `${root}${member.slice(1)}`]
        : [name, rebase(member, root)],
    ),
  )
}
