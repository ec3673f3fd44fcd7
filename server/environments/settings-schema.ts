import { z } from 'zod'
import * as fields from '#server/fields.ts'

/** As a browser has it, `https://*.example.com` for all names below: nothing else can come into the header that names them. */
const origin = z
  .string()
  .regex(/^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/, 'must be an origin such as https://app.example.com')
  .max(256)

/** What applies to a whole environment, and takes effect with the next message or attempt. */
export const EnvironmentSettings = z
  .object({
    headerStyle: z
      .enum(['standard', 'svix', 'both'])
      .meta({ description: 'Which headers carry id, timestamp and signature of a delivery: `webhook-*`, `svix-*` or both.' }),
    productName: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9 ._-]{0,63}$/, 'may hold up to 64 letters, digits, spaces and . _ -, and begins with a letter or digit')
      .nullable()
      .meta({ description: 'Who deliveries say they come from, in `user-agent`. Null: Posthorn.' }),
    retrySchedule: fields.retrySchedule.nullable().meta({ description: 'Seconds to wait after each failure. Empty or null: the default.' }),
    payloadDays: z.int().min(1).max(90).meta({ description: 'How long payloads are kept, where a message says nothing else.' }),
    allowHttp: z.boolean().meta({ description: 'Whether endpoints may have `http:` addresses.' }),
    forwardTrace: z.boolean().meta({ description: 'Whether `traceparent` and `tracestate` of a message go on to the endpoint.' }),
    disableEndpointOnFailure: z.boolean().meta({ description: 'Whether an endpoint that failed for five days is disabled.' }),
    portalOrigins: z
      .array(origin)
      .max(50)
      .meta({ description: 'Sites that may show the portal in a frame. Empty: any, since it has no cookie that could be abused.' }),
  })
  .meta({ id: 'EnvironmentSettings' })
export type EnvironmentSettings = z.infer<typeof EnvironmentSettings>

export const EnvironmentSettingsPatch = EnvironmentSettings.partial().meta({ id: 'EnvironmentSettingsPatch' })
export type EnvironmentSettingsPatch = z.infer<typeof EnvironmentSettingsPatch>

/** The settings and the name of an environment, and what an empty schedule means. */
export type EnvironmentView = { name: string; settings: EnvironmentSettings; defaultSchedule: readonly number[] }

export const EnvironmentChange = EnvironmentSettingsPatch.extend({ name: fields.name.optional() })
export type EnvironmentChange = z.infer<typeof EnvironmentChange>
