import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'
import { SearchPath, SearchPaths } from '#server/search/schema.ts'

const schemas = z
  .record(z.string().min(1).max(64), z.union([z.looseObject({}), z.boolean()]))
  .meta({ description: 'JSON Schemas of the payload by version, "1" for the first; examples under `examples`.' })
export const FeatureFlags = z.array(z.string().regex(/^[a-zA-Z0-9\-_.]{1,256}$/, 'may hold letters, digits and - _ . only')).max(25)
export const GroupName = z.string().regex(/^[a-zA-Z0-9\-_.]{1,256}$/, 'may hold letters, digits and - _ . only')

export const EventTypeUpsertIn = z
  .object({
    description: z.string(),
    archived: z.boolean().default(false),
    deprecated: z.boolean().default(false),
    schemas: schemas.nullish(),
    groupName: GroupName.nullish(),
    featureFlags: FeatureFlags.nullish(),
    searchPaths: SearchPaths.nullish(),
  })
  .meta({ id: 'EventTypeUpsertIn' })
export type EventTypeUpsertIn = z.infer<typeof EventTypeUpsertIn>

export const EventTypeIn = EventTypeUpsertIn.extend({ name: fields.eventTypeName }).meta({ id: 'EventTypeIn' })
export type EventTypeIn = z.infer<typeof EventTypeIn>

export const EventTypePatch = z
  .object({
    description: z.string().optional(),
    archived: z.boolean().optional(),
    deprecated: z.boolean().optional(),
    schemas: schemas.nullish(),
    groupName: GroupName.nullish(),
    featureFlags: FeatureFlags.nullish(),
    searchPaths: SearchPaths.nullish(),
  })
  .meta({ id: 'EventTypePatch' })
export type EventTypePatch = z.infer<typeof EventTypePatch>

export const EventTypeOut = z.object({
  name: z.string(),
  description: z.string(),
  archived: z.boolean(),
  deprecated: z.boolean(),
  schemas: z.record(z.string(), z.unknown()).nullable(),
  groupName: z.string().nullable(),
  featureFlags: z.array(z.string()),
  searchPaths: z.array(SearchPath).optional().meta({ description: 'Values that messages are found by; absent when there are none.' }),
  createdAt: fields.time,
  updatedAt: fields.time,
})
export type EventTypeOut = z.infer<typeof EventTypeOut>

export const EventTypeList = listQuery('ascending').extend({
  include_archived: fields.flag(false),
  with_content: fields.flag(false).meta({ description: 'Whether `schemas` is filled in.' }),
})
export type EventTypeList = z.infer<typeof EventTypeList>

export const ImportOpenApiIn = z
  .object({
    spec: z.looseObject({}).nullish().meta({ description: 'The document as an object.' }),
    specRaw: z.string().nullish().meta({ description: 'The document as text, JSON or YAML. Either this or `spec`.' }),
    dryRun: z.boolean().default(false).meta({ description: 'Answer what would be done, and do nothing.' }),
    replaceAll: z.boolean().default(false).meta({ description: 'Archive every event type that the document does not name.' }),
  })
  .meta({ id: 'EventTypeImportOpenApiIn' })
export type ImportOpenApiIn = z.infer<typeof ImportOpenApiIn>

export const EventTypeFromOpenApi = z
  .object({
    name: z.string(),
    description: z.string(),
    deprecated: z.boolean(),
    schemas: z.record(z.string(), z.unknown()).nullable(),
    groupName: z.string().nullable(),
    featureFlags: z.array(z.string()),
  })
  .meta({ id: 'EventTypeFromOpenApi' })
export type EventTypeFromOpenApi = z.infer<typeof EventTypeFromOpenApi>

export const ImportOpenApiOut = z
  .object({
    data: z.object({
      modified: z.array(z.string()).meta({ description: 'Names of what was created or changed; none in a dry run.' }),
      to_modify: z.array(EventTypeFromOpenApi).nullable().meta({ description: 'In a dry run: what would be created or changed.' }),
      archived: z.array(z.string()).meta({ description: 'Names of what `replaceAll` archived, or would archive.' }),
    }),
  })
  .meta({ id: 'EventTypeImportOpenApiOut' })

/** What an import did, or in a dry run would do: names by step, and the event types as they are afterwards. */
export type ImportOutcome = {
  created: string[]
  changed: string[]
  unchanged: string[]
  archived: string[]
  toModify: EventTypeFromOpenApi[]
}

export const PayloadCheckIn = z
  .object({
    payload: z.looseObject({}),
    version: z.string().max(64).nullish().meta({ description: 'Of the schema; the newest by default.' }),
  })
  .meta({ id: 'PayloadCheckIn' })
export type PayloadCheckIn = z.infer<typeof PayloadCheckIn>

export const PayloadCheckOut = z
  .object({
    valid: z.boolean(),
    version: z.string(),
    errors: z.array(z.object({ pointer: z.string().meta({ description: 'JSON pointer into the payload.' }), message: z.string() })),
  })
  .meta({ id: 'PayloadCheckOut' })
export type PayloadCheckOut = z.infer<typeof PayloadCheckOut>
