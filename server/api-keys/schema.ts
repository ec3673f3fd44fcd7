import { z } from 'zod'
import * as fields from '#server/fields.ts'

const keyScope = z.enum(['admin', 'developer', 'viewer'])

export const ApiKeyIn = z.object({
  name: fields.name,
  scope: keyScope.default('developer'),
  expiresAt: fields.time.nullish(),
})
export type ApiKeyIn = z.input<typeof ApiKeyIn>

export const ApiKeyOut = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().meta({ description: 'The beginning of the token, to recognise it by.' }),
  scope: keyScope,
  expiresAt: fields.time.nullable(),
  lastUsedAt: fields.time.nullable(),
  revokedAt: fields.time.nullable(),
  createdAt: fields.time,
})
export type ApiKeyOut = z.infer<typeof ApiKeyOut>
