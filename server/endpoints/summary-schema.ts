import type { HealthState } from '#server/endpoints/health-schema.ts'
import type { Hour } from '#server/stats/hours-schema.ts'

/** Deliveries that wait: for their first attempt, the next one, or the end of a pause. `more`: not all were looked at. */
export type Waiting = { count: number; more: boolean; oldestAt: Date | null; nextAttemptAt: Date | null }

/** One endpoint in its application's list. */
export type EndpointSummary = {
  id: string
  uid: string | null
  url: string
  description: string
  state: HealthState
  since: Date
  waiting: Waiting
  hours: Hour[]
}

/** `cursor`: where to go on. */
export type EndpointPage = { rows: EndpointSummary[]; cursor: string | null }

/** Attempts of one day (UTC) by what they led to. */
export type Day = { day: Date; delivered: number; retrying: number; failed: number }

/** What an endpoint's page shows in numbers. `days`: the last 30, oldest first. */
export type EndpointFigures = {
  waiting: Waiting
  hours: Hour[]
  days: Day[]
  /** Of the deliveries of the last 24 hours, in ms; null without one. */
  answer: { p50Ms: number; p95Ms: number } | null
  lastSuccessAt: Date | null
}
