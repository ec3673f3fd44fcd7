import { z } from 'zod'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'

export const IntegrationIn = z
  .object({
    name: fields.name,
    featureFlags: z
      .array(fields.featureFlag)
      .max(25)
      .default([])
      .meta({ description: 'Event types with feature flags are shown to who has one.' }),
  })
  .meta({ id: 'IntegrationIn' })
export type IntegrationIn = z.infer<typeof IntegrationIn>

export const IntegrationUpdate = IntegrationIn.meta({ id: 'IntegrationUpdate' })

export const IntegrationOut = z
  .object({
    id: z.string(),
    name: z.string(),
    featureFlags: z.array(z.string()),
    createdAt: fields.time,
    updatedAt: fields.time,
  })
  .meta({ id: 'IntegrationOut' })
export type IntegrationOut = z.infer<typeof IntegrationOut>

export const IntegrationKeyOut = z
  .object({ key: z.string().meta({ description: 'In this answer and nowhere else.' }) })
  .meta({ id: 'IntegrationKeyOut' })
export type IntegrationKeyOut = z.infer<typeof IntegrationKeyOut>

export const IntegrationList = listQuery('descending')
export type IntegrationList = z.infer<typeof IntegrationList>
