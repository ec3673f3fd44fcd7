import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'

const schemas = z
  .record(z.string().min(1).max(64), z.union([z.looseObject({}), z.boolean()]))
  .meta({ description: 'JSON Schemas of the payload by version, "1" for the first; examples under `examples`.' })
const featureFlags = z.array(z.string().regex(/^[a-zA-Z0-9\-_.]{1,256}$/, 'may hold letters, digits and - _ . only')).max(25)
const groupName = z.string().regex(/^[a-zA-Z0-9\-_.]{1,256}$/, 'may hold letters, digits and - _ . only')

export const EventTypeUpsertIn = z
  .object({
    description: z.string(),
    archived: z.boolean().default(false),
    deprecated: z.boolean().default(false),
    schemas: schemas.nullish(),
    groupName: groupName.nullish(),
    featureFlags: featureFlags.nullish(),
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
    groupName: groupName.nullish(),
    featureFlags: featureFlags.nullish(),
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
  createdAt: fields.time,
  updatedAt: fields.time,
})
export type EventTypeOut = z.infer<typeof EventTypeOut>

export const EventTypeList = listQuery('ascending').extend({
  include_archived: fields.flag(false),
  with_content: fields.flag(false).meta({ description: 'Whether `schemas` is filled in.' }),
})
export type EventTypeList = z.infer<typeof EventTypeList>
