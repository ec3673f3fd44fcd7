import { z } from 'zod'
import { headerFault, repeatedName } from '#server/endpoints/header-rules.ts'
import * as fields from '#server/fields.ts'
import { listQuery } from '#server/pagination.ts'

const uid = fields.uidOf('endpoint')
const url = z.string().min(1).max(65_536).meta({
  description:
    'Credentials in it are kept apart, encrypted, and not shown again. The same URL without them keeps them; `https://@host/…` removes them.',
})
const eventTypes = z.array(fields.eventTypeName).meta({ description: 'Empty or null: all.' })
const channels = z.array(fields.channel).max(10).meta({ description: 'Empty or null: all.' })
const retrySchedule = fields.retrySchedule.meta({ description: "Seconds to wait after each failure. Empty or null: the environment's." })

const checkHeaders = ({ value: headers, issues }: z.core.ParsePayload<Record<string, string | null>>) => {
  for (const [name, value] of Object.entries(headers)) {
    const fault = headerFault(name, value ?? '')
    if (fault !== null) issues.push({ code: 'custom', message: fault, path: [name], input: headers })
  }
  const repeated = repeatedName(Object.keys(headers))
  if (repeated !== null) issues.push({ code: 'custom', message: 'is given twice', path: [repeated], input: headers })
}
const headers = z.record(z.string(), z.string()).check(checkHeaders)

const base = z.object({
  url,
  description: z.string().default(''),
  uid: uid.nullish(),
  disabled: z.boolean().default(false),
  eventTypes: eventTypes.nullish(),
  channels: channels.nullish(),
  throttleRate: fields.throttleRate.nullish(),
  retrySchedule: retrySchedule.nullish(),
  metadata: fields.metadata.default({}),
})

export const EndpointIn = base
  .extend({
    secret: z
      .string()
      .nullish()
      .meta({ description: '`whsec_` and the base64 of 24 to 75 bytes, or `whsk_` and an Ed25519 key. Absent: made.' }),
    headers: headers.nullish(),
  })
  .meta({ id: 'EndpointIn' })
export type EndpointIn = z.infer<typeof EndpointIn>

export const EndpointUpsertIn = base.meta({ id: 'EndpointUpsertIn' })
export type EndpointUpsertIn = z.infer<typeof EndpointUpsertIn>

export const EndpointPatch = z
  .object({
    url: url.optional(),
    description: z.string().optional(),
    uid: uid.nullish(),
    disabled: z.boolean().optional(),
    eventTypes: eventTypes.nullish(),
    channels: channels.nullish(),
    throttleRate: fields.throttleRate.nullish(),
    retrySchedule: retrySchedule.nullish(),
    metadata: fields.metadata.optional(),
  })
  .meta({ id: 'EndpointPatch' })
export type EndpointPatch = z.infer<typeof EndpointPatch>

export const EndpointOut = z.object({
  id: z.string(),
  uid: z.string().nullable(),
  url: z.string(),
  description: z.string(),
  disabled: z.boolean(),
  paused: z.boolean().meta({ description: 'Whether its deliveries wait until it is resumed.' }),
  eventTypes: z.array(z.string()).nullable(),
  channels: z.array(z.string()).nullable(),
  throttleRate: z.int().nullable(),
  retrySchedule: z.array(z.int()).nullable(),
  metadata: z.record(z.string(), z.string()),
  createdAt: fields.time,
  updatedAt: fields.time,
})
export type EndpointOut = z.infer<typeof EndpointOut>

export const EndpointList = listQuery('descending')
export type EndpointList = z.infer<typeof EndpointList>

export const EndpointSecretOut = z
  .object({ key: z.string().meta({ description: 'The signing secret, or the public key of an Ed25519 pair.' }) })
  .meta({ id: 'EndpointSecretOut' })

const maxGraceSeconds = 7 * 24 * 60 * 60
export const EndpointSecretRotateIn = z
  .object({
    key: z.string().nullish().meta({ description: 'The new secret. Absent: made.' }),
    gracePeriodSeconds: z
      .int()
      .min(0)
      .max(maxGraceSeconds)
      .nullish()
      .meta({ description: 'How long the old secret signs too. Absent: 86400.' }),
  })
  .meta({ id: 'EndpointSecretRotateIn' })
export type EndpointSecretRotateIn = z.infer<typeof EndpointSecretRotateIn>

export const EndpointHeadersIn = z.object({ headers }).meta({ id: 'EndpointHeadersIn' })
export type EndpointHeadersIn = z.infer<typeof EndpointHeadersIn>

export const EndpointHeadersPatchIn = z
  .object({
    headers: z
      .record(z.string(), z.string().nullable())
      .check(checkHeaders)
      .default({})
      .meta({ description: 'Set, or with null removed. What is not named stays.' }),
    deleteHeaders: z.array(z.string()).optional(),
  })
  .meta({ id: 'EndpointHeadersPatchIn' })
export type EndpointHeadersPatchIn = z.infer<typeof EndpointHeadersPatchIn>

/** `seenAt`: the `updatedAt` of what the form was filled with; without it, whatever was written since is written over. */
export const EndpointEdit = z.object({ value: EndpointPatch, headers: EndpointHeadersPatchIn.optional(), seenAt: z.string().optional() })
export type EndpointEdit = z.infer<typeof EndpointEdit>

export const EndpointHeadersOut = z
  .object({
    headers: z.record(z.string(), z.string()),
    sensitive: z.array(z.string()).meta({ description: 'Names of the headers that are set and not shown.' }),
  })
  .meta({ id: 'EndpointHeadersOut' })
export type EndpointHeadersOut = z.infer<typeof EndpointHeadersOut>

const variables = z.record(z.string().min(1).max(256), z.string().max(4096)).meta({ description: 'Encrypted at rest.' })
export const TransformationPatch = z
  .object({
    code: z.string().min(10).max(51_200).nullish().meta({ description: 'JavaScript with a function `handler(webhook)`.' }),
    enabled: z.boolean().optional().meta({ description: '`true` is refused: transformations do not run yet.' }),
    variables: variables.nullish(),
  })
  .meta({ id: 'EndpointTransformationPatch' })
export type TransformationPatch = z.infer<typeof TransformationPatch>

export const TransformationOut = z
  .object({
    code: z.string().nullable().meta({ description: 'JavaScript with a function `handler(webhook)`; null: none.' }),
    enabled: z.boolean(),
    variables: z.record(z.string(), z.string()).nullable(),
    updatedAt: fields.time.nullable(),
  })
  .meta({ id: 'EndpointTransformationOut' })
export type TransformationOut = z.infer<typeof TransformationOut>
