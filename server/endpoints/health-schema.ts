import { z } from 'zod'
import * as fields from '#server/fields.ts'

const healthStates = ['set-up', 'healthy', 'slowing', 'failing', 'recovered', 'paused', 'disabled'] as const
export type HealthState = (typeof healthStates)[number]

export const EndpointHealth = z
  .object({
    state: z.enum(healthStates).meta({
      description:
        '`set-up`: no success yet. `slowing`: more than 1 % answered 429, or answers take three times as long as in the last week. ' +
        '`failing`: no success in the last five attempts. `recovered`: for a day after failing.',
    }),
    since: fields.time.meta({ description: 'When this state began.' }),
    firstFailure: z
      .object({ timestamp: fields.time, error: z.string().nullable(), responseStatusCode: z.int() })
      .nullable()
      .meta({ description: 'With which it began to fail.' }),
    lastSuccess: z
      .object({
        timestamp: fields.time,
        responseStatusCode: z.int(),
        responseHeaders: z.array(z.tuple([z.string(), z.string()])),
        address: z.string().nullable().meta({ description: 'The address that was connected to.' }),
      })
      .nullable()
      .meta({ description: 'The one before, to compare with.' }),
  })
  .meta({ id: 'EndpointHealth' })
export type EndpointHealth = z.infer<typeof EndpointHealth>
