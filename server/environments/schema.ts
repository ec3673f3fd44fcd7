import { z } from 'zod'
import * as fields from '#server/fields.ts'

/** First segments of addresses that are ours, so that no organization or environment hides one. */
export const reservedSlugs = [
  'api',
  'dev',
  'docs',
  'embed',
  'health',
  'healthz',
  'inbox',
  'invite',
  'login',
  'metrics',
  'portal',
  'portal-preview',
  'readyz',
  'setup',
] as const

const slug = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/, 'may hold up to 32 small letters, digits and hyphens')
  .refine(text => !(reservedSlugs as readonly string[]).includes(text), 'is a reserved word')

export const EnvironmentIn = z.object({
  slug,
  name: fields.name.optional(),
  allowHttp: z.boolean().default(false),
})
export type EnvironmentIn = z.input<typeof EnvironmentIn>

export const EnvironmentOut = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  allowHttp: z.boolean(),
  createdAt: fields.time,
  updatedAt: fields.time,
})
export type EnvironmentOut = z.infer<typeof EnvironmentOut>
