import { z } from 'zod'
import { errorClasses } from '#server/attempts/error-class.ts'
import { deliveryReasons, deliveryStates } from '#server/deliveries/state.ts'
import * as fields from '#server/fields.ts'
import { pageQuery } from '#server/pagination.ts'

export const DeliveryOut = z
  .object({
    appId: z.string(),
    msgId: z.string(),
    endpointId: z.string(),
    eventType: z.string(),
    state: z.enum(deliveryStates),
    reason: z.enum(deliveryReasons).nullable().meta({ description: 'Why it was skipped, canceled or failed.' }),
    attemptCount: z.int(),
    lastError: z.enum(errorClasses).nullable().meta({ description: 'Why the last attempt failed; null: it did not, or there was none.' }),
    nextAttempt: fields.time.nullable(),
    failedAt: fields.time.nullable(),
    timestamp: fields.time.meta({ description: 'When its message was accepted.' }),
  })
  .meta({ id: 'DeliveryOut' })
export type DeliveryOut = z.infer<typeof DeliveryOut>

const moment = fields.time.transform(text => new Date(text)).optional()

export const DeliveryList = pageQuery.extend({
  state: z.array(z.enum(deliveryStates)).optional(),
  reason: z.enum(deliveryReasons).optional(),
  endpoint_id: z.string().optional(),
  event_types: z.array(z.string()).optional(),
  error: z.enum(errorClasses).optional().meta({ description: 'Why the last attempt failed.' }),
  before: moment.meta({ description: 'Of messages accepted before.' }),
  after: moment.meta({ description: 'Of messages accepted after.' }),
})
export type DeliveryList = z.infer<typeof DeliveryList>
