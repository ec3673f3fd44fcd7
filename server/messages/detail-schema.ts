import type { ErrorClass } from '#server/attempts/error-class.ts'
import type { DeliveryReason, DeliveryState, Trigger } from '#server/deliveries/state.ts'

/** A message, its deliveries and their attempts as the dashboard shows them. */
export type MessageView = {
  id: string
  eventType: string
  eventId: string | null
  acceptedAt: Date
  application: { id: string; name: string }
  channels: string[]
  tags: string[]
  /** Of the payload. */
  expiresAt: Date
  /** The message that this one is an edited resend of. */
  editedFrom: string | null
  deliveries: DeliveryView[]
}

export type DeliveryView = {
  /** `throwaway`: no endpoint, but an address that this message was sent to once. */
  endpoint: { id: string; url: string; description: string; deleted: boolean; throwaway: boolean; paused: boolean }
  state: DeliveryState
  reason: DeliveryReason | null
  attemptCount: number
  nextAttemptAt: Date | null
  lastAttempt: { status: number | null; error: ErrorClass | null; totalMs: number } | null
}

export type PayloadView = { kind: 'payload'; text: string; bytes: number; sha256: string } | { kind: 'expired' }

export type AttemptView = {
  number: number
  trigger: Trigger
  /** Made by a worker that had lost its claim: it counts for nothing. */
  superseded: boolean
  startedAt: Date
  totalMs: number
  status: number | null
  error: ErrorClass | null
  nextAttemptAt: Date | null
}

export type HeaderPair = [name: string, value: string]

export type AttemptDetailView = AttemptView & {
  id: string
  url: string | null
  requestHeaders: HeaderPair[]
  errorDetail: string | null
  response: { headers: HeaderPair[]; body: string; base64: boolean; bytes: number } | null
  remoteAddress: string | null
  /** null: the phase did not happen. */
  phases: { dnsMs: number | null; connectMs: number | null; tlsMs: number | null; firstByteMs: number | null; bodyMs: number | null }
}
