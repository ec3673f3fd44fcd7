import { z } from 'zod'
import type { HealthState } from '#server/endpoints/health-schema.ts'
import { overviewRanges } from '#server/stats/overview-ranges.ts'

export const OverviewIn = z.object({ range: z.enum(overviewRanges) })

export const ActivityIn = OverviewIn.extend({ application: z.string().max(256) })

/**
 * What came of attempts: `retrying` ones failed and are to be repeated, `failed` ones ended their delivery. `p50Ms`, `p95Ms`: how long the
 * answers of those that delivered took; null: there were none.
 */
export type OutcomeSums = {
  delivered: number
  retrying: number
  failed: number
  skipped: number
  p50Ms: number | null
  p95Ms: number | null
}

export type OutcomePoint = OutcomeSums & { at: Date }

export type WaitingDelivery = {
  message: string
  endpoint: { id: string; url: string; paused: boolean }
  application: { id: string; name: string }
  acceptedAt: Date
  nextAttemptAt: Date
}

export type WorstEndpoint = {
  id: string
  url: string
  application: { id: string; name: string }
  health: HealthState
  since: Date
  delivered: number
  waiting: number
  failed: number
  p95Ms: number | null
}

export type Activity = {
  stepSeconds: number
  /** One for each step, those without a delivery included. */
  points: OutcomePoint[]
  total: OutcomeSums
}

export type Overview = Activity & {
  /** Failed, or waiting though accepted within the range. */
  notDelivered: number
  /** Deliveries per minute: in the last five minutes, on average, and in the step with most. */
  perMinute: { now: number; mean: number; peak: number }
  /** `more`: there are more than were looked at. */
  waiting: { count: number; more: boolean; oldest: WaitingDelivery | null }
  /** Those with no success in their last five attempts, of those that are not disabled. */
  endpoints: { failing: number; count: number; more: boolean }
  worst: WorstEndpoint[]
}
