import { z } from 'zod'
import { type ErrorClass, errorClasses } from '#server/attempts/error-class.ts'
import { type DeliveryReason, type DeliveryState, deliveryReasons, undeliveredStates } from '#server/deliveries/state.ts'
import { FeedFilter } from '#server/messages/feed-schema.ts'

const id = z.string().max(64)

/** Which deliveries of an environment, by when their messages were accepted. Empty lists mean all. */
export const UndeliveredFilter = FeedFilter.pick({ applications: true, eventTypes: true, range: true }).extend({
  states: z.array(z.enum(undeliveredStates)).max(undeliveredStates.length),
  reasons: z.array(z.enum(deliveryReasons)).max(deliveryReasons.length),
  /** Of the last attempt. */
  errors: z.array(z.enum(errorClasses)).max(errorClasses.length),
  endpoint: id.nullable(),
})
export type UndeliveredFilter = z.infer<typeof UndeliveredFilter>

/** `cursor` and the ids of rows: `<message id>.<endpoint id>`. */
const key = z.string().max(128)
export const UndeliveredIn = UndeliveredFilter.extend({ cursor: key.nullish() })

/** Rows that a list shows, and more than one may act on. */
export const DeliveriesIn = z.object({ deliveries: z.array(key).max(100) })

export type UndeliveredRow = {
  id: string
  message: string
  endpoint: { id: string; url: string; paused: boolean }
  application: { id: string; name: string }
  eventType: string
  state: DeliveryState
  reason: DeliveryReason | null
  attemptCount: number
  /** Of the last attempt; both null: there was none. */
  error: ErrorClass | null
  status: number | null
  acceptedAt: Date
  nextAttemptAt: Date | null
  failedAt: Date | null
}

/** `cursor`: where to go on; a page that is short and has one looked at as much as a request may. */
export type UndeliveredPage = { rows: UndeliveredRow[]; cursor: string | null; lookedAt: number }
