import { z } from 'zod'
import type { Fault } from '#server/event-types/json-schema.ts'
import type { EventTypeOut } from '#server/event-types/schema.ts'
import { eventTypeName } from '#server/fields.ts'

/** What the dashboard's screens ask of event types, and what they get. */
export const EventTypesIn = z.object({
  text: z.string().trim().max(256),
  archived: z.boolean(),
  cursor: z.string().max(256).nullish(),
})
export type EventTypesIn = z.infer<typeof EventTypesIn>

/** `more`: there are more endpoints than were looked at, so that it is "at least". */
export type SubscriberCount = { count: number; more: boolean }

export type EventTypeRow = {
  name: string
  description: string
  deprecated: boolean
  /** Of its schema, the newest; null: it has none. */
  version: string | null
  subscribers: SubscriberCount
  updatedAt: Date
}
export type EventTypesPage = { rows: EventTypeRow[]; cursor: string | null }

export type EventTypeView = EventTypeOut & { subscribers: SubscriberCount }

export const SubscribersIn = z.object({ name: eventTypeName, cursor: z.string().max(128).nullish() })
export type SubscribersIn = z.infer<typeof SubscribersIn>

export type Subscriber = {
  application: { id: string; name: string }
  endpoint: { id: string; url: string; disabled: boolean }
  /** It subscribes to every event type. */
  toAll: boolean
}
export type SubscribersPage = { rows: Subscriber[]; cursor: string | null }

const maxSchemaText = 200_000
export const DraftIn = z.object({ text: z.string().max(maxSchemaText) })

/** `example`: null while the schema is not one. `given`: it is the schema's own. */
export type DraftCheck = { faults: Fault[]; example: { text: string; given: boolean } | null }
