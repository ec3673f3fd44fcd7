import type { EndpointHealth } from '#server/endpoints/health-schema.ts'
import type { EndpointHeadersOut, EndpointOut } from '#server/endpoints/schema.ts'
import type { SecretKind } from '#server/endpoints/secrets.ts'

/** An endpoint as its page shows it; of its secrets, everything but themselves. */
export type EndpointView = EndpointOut & {
  health: EndpointHealth
  application: { id: string; name: string }
  /** For operational events: it belongs to the environment, and its application is of nobody's. */
  operational: boolean
  headers: EndpointHeadersOut
  secret: { kind: SecretKind /** When the old secrets that still sign end, soonest last. */; oldUntil: Date[] }
  /** Seconds to wait after each failure: its own, or the environment's. */
  schedule: { steps: number[]; inherited: boolean }
  /** When it is disabled at the earliest unless it succeeds before; null: it does not fail, or the environment disables none. */
  disablesAt: Date | null
  /** Why it is disabled. */
  disabledReason: string | null
}
