import { z } from 'zod'
import { ApplicationIn } from '#server/applications/schema.ts'
import * as fields from '#server/fields.ts'
import { pageQuery } from '#server/pagination.ts'
import { searchedValue } from '#server/search/schema.ts'

/** A payload as a schema knows it: any object. It is cut out of the request and put into answers as it is, never parsed and printed. */
const payload = z.looseObject({}).meta({ description: 'The JSON object that receivers get, byte for byte.' })

export const MessageIn = z
  .object({
    eventType: fields.eventTypeName,
    payload,
    eventId: fields.uidOf('message').nullish(),
    channels: z.array(fields.channel).max(10).nullish(),
    tags: z.array(z.string().min(1).max(128)).max(5).nullish(),
    payloadRetentionPeriod: z.int().min(1).max(90).nullish().meta({ description: 'Days that the payload is kept.' }),
    payloadRetentionHours: z.int().min(1).max(2160).nullish().meta({ description: 'Hours that the payload is kept.' }),
    transformationsParams: z
      .looseObject({ rawPayload: z.string().optional(), headers: z.record(z.string(), z.string()).nullish() })
      .nullish()
      .meta({ description: '`rawPayload` is sent in place of `payload`, with `headers.content-type`.' }),
    deliverAt: fields.time
      .transform(text => new Date(text))
      .nullish()
      .meta({ description: 'When its deliveries begin, up to 14 days from now; what is in the past begins at once.' }),
    application: ApplicationIn.nullish().meta({
      description: 'Made when the application of the path does not exist; its uid is the path’s.',
    }),
  })
  .meta({ id: 'MessageIn' })
export type MessageIn = z.infer<typeof MessageIn>

export const MessageOut = z
  .object({
    id: z.string(),
    eventType: z.string(),
    payload: payload.meta({ description: '`{}` with `with_content=false`; `{"expired":true}` when it is no longer kept.' }),
    eventId: z.string().nullable(),
    channels: z.array(z.string()).nullable(),
    tags: z.array(z.string()).nullable(),
    timestamp: fields.time,
    deliverAt: fields.time.nullable().meta({ description: 'When its deliveries begin; null: at once.' }),
  })
  .meta({ id: 'MessageOut' })
export type MessageOut = z.infer<typeof MessageOut>

export const EventExampleIn = z
  .object({
    eventType: fields.eventTypeName,
    exampleIndex: z.int().min(0).max(1000).default(0).meta({ description: 'Which of the examples of version 1 of the schema.' }),
  })
  .meta({ id: 'EventExampleIn' })
export type EventExampleIn = z.infer<typeof EventExampleIn>

export const PrecheckIn = z
  .object({ eventType: fields.eventTypeName, channels: z.array(fields.channel).max(10).nullish() })
  .meta({ id: 'MessagePrecheckIn' })
export type PrecheckIn = z.infer<typeof PrecheckIn>
export const PrecheckOut = z
  .object({ active: z.boolean().meta({ description: 'Whether some endpoint would get such a message.' }) })
  .meta({ id: 'MessagePrecheckOut' })

const expungeStatus = z.enum(['expunged', 'not-found'])
export type ExpungeStatus = z.infer<typeof expungeStatus>
export const BulkExpungeIn = z
  .object({ ids: z.array(z.string().min(1).max(256)).max(1000).default([]).meta({ description: 'Ids or eventIds, 1,000 at most.' }) })
  .meta({ id: 'BulkExpungeContentsIn' })
export const BulkExpungeOut = z.object({ results: z.record(z.string(), expungeStatus) }).meta({ id: 'BulkExpungeContentsOut' })

export const maxBatchMessages = 1000
export const MessageBatchIn = z
  .object({
    messages: z.array(MessageIn).min(1).max(maxBatchMessages).meta({ description: 'Each stands alone, and is what `msg` takes.' }),
  })
  .meta({ id: 'MessageBatchIn' })
export const MessageBatchOut = z
  .object({
    data: z
      .array(
        z.union([
          z.object({ status: z.literal(202).meta({ description: 'It is stored.' }), message: MessageOut }),
          z.object({
            status: z.int().meta({ description: 'As if it had been sent alone.' }),
            error: z.object({ code: z.string(), detail: z.string() }),
          }),
        ]),
      )
      .meta({ description: 'What became of each, in the order given.' }),
  })
  .meta({ id: 'MessageBatchOut' })
export type MessageBatchOut = z.infer<typeof MessageBatchOut>

export const withContent = fields.flag(true).meta({ description: 'Whether the content is filled in.' })

/** Filters of every list of messages, deliveries and attempts. */
export const messageFilters = pageQuery.extend({
  channel: z.string().optional(),
  tag: z.string().optional(),
  event_types: z.array(z.string()).optional(),
  before: fields.time.transform(text => new Date(text)).optional(),
  after: fields.time
    .transform(text => new Date(text))
    .optional()
    .meta({ description: 'Alone it reads forward from this time: the page holds the oldest.' }),
  with_content: withContent,
})
export type MessageFilters = z.infer<typeof messageFilters>

export const messageList = messageFilters.extend({
  value: searchedValue.optional().meta({
    description:
      'Only messages with this value at a search path of their event type: `7890`, or `order:7890` for the label `order` alone. It was read when the message was accepted.',
  }),
})
export type MessageList = z.infer<typeof messageList>
