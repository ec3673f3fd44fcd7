import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import { storeEventTypes } from '#server/event-types/import-sql.ts'
import { isObject, versionsOf } from '#server/event-types/json-schema.ts'
import { fromObject, fromText, type Source } from '#server/event-types/openapi-text.ts'
import { type DocumentedType, readWebhooks } from '#server/event-types/openapi-webhooks.ts'
import type { EventTypeFromOpenApi, ImportOpenApiIn, ImportOutcome } from '#server/event-types/schema.ts'
import type { EventType } from '#server/generated/prisma/client.ts'
import type { Tx } from '#server/writes.ts'

/**
 * Creates and changes event types as an OpenAPI document describes them; all of it or, when anything in it is wrong, nothing. What the
 * document does not say of an event type (schema, group, feature flags) stays as it is; a schema replaces the newest version.
 * @throws ValidationError with the place of each fault; AppError generic_error for no document, or two
 */
export async function importOpenApi(context: Context, input: ImportOpenApiIn, tx: Tx): Promise<ImportOutcome> {
  const documented = readWebhooks(sourceOf(input))
  const rows = await tx.eventType.findMany({ where: { environmentId: context.environmentId } })
  const existing = new Map(rows.map(row => [row.name, row]))
  const planned = documented.map(type => plan(type, existing.get(type.name)))
  const names = (step: Step) => planned.filter(one => one.step === step).map(one => one.type.name)
  const toModify = planned.filter(one => one.step !== 'unchanged').map(one => one.type)
  const kept = new Set(documented.map(type => type.name))
  const archived = input.replaceAll
    ? rows
        .filter(row => !row.archived && !kept.has(row.name))
        .map(row => row.name)
        .sort()
    : []
  if (!input.dryRun) {
    await storeEventTypes(context, toModify, tx)
    await tx.eventType.updateMany({ where: { environmentId: context.environmentId, name: { in: archived } }, data: { archived: true } })
  }
  return { created: names('created'), changed: names('changed'), unchanged: names('unchanged'), archived, toModify }
}

function sourceOf({ spec, specRaw }: ImportOpenApiIn): Source {
  if (isObject(spec) === (typeof specRaw === 'string'))
    throw new AppError('generic_error', 'Send the document once: as an object in `spec`, or as text in `specRaw`.')
  return isObject(spec) ? fromObject(spec, 'body', 'spec') : fromText(specRaw ?? '', 'body', 'specRaw')
}

type Step = 'created' | 'changed' | 'unchanged'

function plan({ schema, ...documented }: DocumentedType, row: EventType | undefined): { step: Step; type: EventTypeFromOpenApi } {
  const schemas = isObject(row?.schemas) ? row.schemas : null
  const version = versionsOf(schemas)[0] ?? '1'
  const type = {
    ...documented,
    schemas: schema === null ? schemas : { ...schemas, [version]: schema },
    groupName: documented.groupName ?? row?.groupName ?? null,
    featureFlags: documented.featureFlags ?? row?.featureFlags ?? [],
  }
  if (!row) return { step: 'created', type }
  const { name, description, deprecated, groupName, featureFlags } = row
  const same = !row.archived && isDeepStrictEqual(type, { name, description, deprecated, groupName, featureFlags, schemas })
  return { step: same ? 'unchanged' : 'changed', type }
}
