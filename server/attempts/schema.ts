import { z } from 'zod'
import { EndpointOut } from '#server/endpoints/schema.ts'
import * as fields from '#server/fields.ts'
import { MessageOut, messageFilters } from '#server/messages/schema.ts'
import { pageQuery } from '#server/pagination.ts'

const statusMeaning = '0 success, 1 pending, 2 fail, 3 sending, 4 canceled or skipped'
const statusFilter = z.coerce
  .number<number>()
  .pipe(z.literal([0, 1, 2, 3, 4]))
  .optional()
  .meta({ description: statusMeaning, type: 'integer', enum: [0, 1, 2, 3, 4] })
const expandedStatuses = fields.flag(false).meta({ description: 'Whether status 4 is known; otherwise it is shown as 2.' })

const status = z.literal([0, 1, 2, 3, 4]).meta({ description: statusMeaning, type: 'integer', enum: [0, 1, 2, 3, 4] })
const statusText = z.enum(['success', 'pending', 'fail', 'sending', 'canceled'])

export const AttemptOut = z
  .object({
    id: z.string(),
    msgId: z.string(),
    endpointId: z.string(),
    url: z.string(),
    response: z
      .string()
      .meta({ description: 'The first 20,000 bytes of the answer, in base64 when they are not text; or why there was none.' }),
    responseStatusCode: z.int().meta({ description: '0: no answer.' }),
    responseDurationMs: z.int(),
    status,
    statusText,
    triggerType: z.literal([0, 1]).meta({ description: '0 scheduled, 1 manual', type: 'integer', enum: [0, 1] }),
    timestamp: fields.time,
    msg: MessageOut.optional(),
  })
  .meta({ id: 'MessageAttemptOut' })
export type AttemptOut = z.infer<typeof AttemptOut>

export const AttemptHeadersOut = z
  .object({
    sentHeaders: z.record(z.string(), z.string()),
    sensitive: z.array(z.string()).meta({ description: 'Names of the headers that were sent and are not shown.' }),
    responseHeaders: z
      .array(z.tuple([z.string(), z.string()]))
      .nullable()
      .meta({ description: 'Names and values in the order received; null: no answer.' }),
  })
  .meta({ id: 'MessageAttemptHeadersOut' })
export type AttemptHeadersOut = z.infer<typeof AttemptHeadersOut>

export const AttemptsOfMessage = messageFilters.extend({
  endpoint_id: z.string().optional(),
  status: statusFilter,
  status_code_class: z.coerce
    .number<number>()
    .pipe(z.literal([0, 100, 200, 300, 400, 500]))
    .optional()
    .meta({ type: 'integer', enum: [0, 100, 200, 300, 400, 500], description: '0: no answer.' }),
  expanded_statuses: expandedStatuses,
})
export type AttemptsOfMessage = z.infer<typeof AttemptsOfMessage>

export const AttemptsOfEndpoint = AttemptsOfMessage.omit({ endpoint_id: true }).extend({
  with_msg: fields.flag(false).meta({ description: 'Whether each attempt carries its message.' }),
})
export type AttemptsOfEndpoint = z.infer<typeof AttemptsOfEndpoint>

export const AttemptQuery = z.object({ expanded_statuses: expandedStatuses })

const delivery = {
  status,
  statusText,
  nextAttempt: fields.time.nullable(),
}

export const AttemptedMessages = messageFilters.extend({ status: statusFilter, expanded_statuses: expandedStatuses })
export type AttemptedMessages = z.infer<typeof AttemptedMessages>

export const EndpointMessageOut = MessageOut.extend(delivery).meta({ id: 'EndpointMessageOut' })

export const AttemptedDestinations = pageQuery
export type AttemptedDestinations = z.infer<typeof AttemptedDestinations>

export const MessageEndpointOut = EndpointOut.omit({ metadata: true, retrySchedule: true }).extend(delivery)
