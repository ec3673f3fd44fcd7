import { z } from 'zod'
import type { ErrorClass } from '#server/attempts/error-class.ts'
import { type DeliveryReason, type DeliveryState, deliveryStates } from '#server/deliveries/state.ts'

/** Deliveries of one endpoint. An empty list of states means all. */
export const EndpointDeliveriesIn = z.object({
  states: z.array(z.enum(deliveryStates)).max(deliveryStates.length),
  cursor: z.string().max(128).nullish(),
})
export type EndpointDeliveriesIn = z.infer<typeof EndpointDeliveriesIn>

/** One delivery in a list of an endpoint's. */
export type DeliveryRowView = {
  message: string
  eventType: string
  eventId: string | null
  state: DeliveryState
  reason: DeliveryReason | null
  attemptCount: number
  nextAttemptAt: Date | null
  acceptedAt: Date
  lastAttempt: { status: number | null; error: ErrorClass | null; totalMs: number } | null
}

/** `cursor`: where to go on. A page may be short when much was looked at in vain. */
export type DeliveryRowPage = { rows: DeliveryRowView[]; cursor: string | null }
