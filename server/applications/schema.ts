import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'

const uid = fields.uidOf('application')

export const ApplicationIn = z
  .object({
    name: fields.name,
    uid: uid.nullish(),
    throttleRate: fields.throttleRate.nullish(),
    metadata: fields.metadata.default({}),
  })
  .meta({ id: 'ApplicationIn' })
export type ApplicationIn = z.infer<typeof ApplicationIn>

export const ApplicationPatch = z
  .object({
    name: fields.name.optional(),
    uid: uid.nullish(),
    throttleRate: fields.throttleRate.nullish(),
    metadata: fields.metadata.optional(),
  })
  .meta({ id: 'ApplicationPatch' })
export type ApplicationPatch = z.infer<typeof ApplicationPatch>

export const ApplicationOut = z.object({
  id: z.string(),
  uid: z.string().nullable(),
  name: z.string(),
  throttleRate: z.int().nullable(),
  metadata: z.record(z.string(), z.string()),
  createdAt: fields.time,
  updatedAt: fields.time,
})
export type ApplicationOut = z.infer<typeof ApplicationOut>

export const ApplicationList = listQuery('ascending').extend({
  exclude_apps_with_no_endpoints: fields.flag(false),
  exclude_apps_with_disabled_endpoints: fields.flag(false),
  exclude_apps_with_svix_play_endpoints: fields.flag(false),
})
export type ApplicationList = z.infer<typeof ApplicationList>
