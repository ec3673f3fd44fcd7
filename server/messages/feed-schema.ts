import { z } from 'zod'
import { type DeliveryReason, type DeliveryState, deliveryStates } from '#server/deliveries/state.ts'

const id = z.string().max(64)

/** Which messages of an environment. Empty lists mean all. */
export const FeedFilter = z.object({
  applications: z.array(id).max(50),
  eventTypes: z.array(z.string().max(256)).max(50),
  states: z.array(z.enum(deliveryStates)).max(deliveryStates.length),
  range: z.union([z.enum(['1h', '24h', '7d', '30d']), z.object({ from: z.date(), to: z.date() })]),
  /** The id of a message, the eventId that its sender gave it, or a value of its payload (`7890`, or `order:7890`). Looks at all times. */
  search: z.string().trim().max(256),
})
export type FeedFilter = z.infer<typeof FeedFilter>

export const FeedIn = FeedFilter.extend({ cursor: id.nullish() })

/** `newest`: the newest row that the reader has. `watched`: rows whose deliveries may still change. */
export const FeedNewsIn = FeedFilter.extend({ newest: id.nullable(), watched: z.array(id).max(100) })
export type FeedNewsIn = z.infer<typeof FeedNewsIn>

/** One message in the list, with what became of its deliveries. */
export type FeedRow = {
  id: string
  eventType: string
  eventId: string | null
  acceptedAt: Date
  application: { id: string; name: string }
  /** That of the delivery which most needs a person; null: no endpoint wanted the message. */
  state: DeliveryState | null
  reason: DeliveryReason | null
  deliveryCount: number
  deliveredCount: number
  attemptCount: number
  /** Of those whose endpoints are not paused. */
  nextAttemptAt: Date | null
  /** What waits, waits for endpoints that are paused. */
  paused: boolean
  /** From acceptance to the end of the last successful attempt. */
  deliveredMs: number | null
  /** To which endpoints, as far as they are told; null: nothing was searched for. */
  deliveries: FeedDelivery[] | null
}

export type FeedDelivery = { endpoint: { id: string; url: string }; state: DeliveryState }

/** `cursor`: where to go on; a page that is short and has one looked at as much as a request may. */
export type FeedPage = { rows: FeedRow[]; cursor: string | null; lookedAt: number }
