import type { operationalEventTypes } from '#server/operational-events/schema.ts'

/** When each is told; the whole of it is in docs/operational-events.md. */
export const operationalWords: Record<(typeof operationalEventTypes)[number], string> = {
  'endpoint.created': 'an endpoint was added',
  'endpoint.updated': 'an endpoint’s settings or its secret were changed',
  'endpoint.deleted': 'an endpoint was deleted',
  'endpoint.enabled': 'an endpoint was enabled again',
  'endpoint.disabled': 'an endpoint was disabled: by somebody, by its answer, or after five days of failing',
  'endpoint.failing': 'every attempt of an endpoint failed for one day, for three',
  'message.attempt.failing': 'the fourth attempt of a delivery failed',
  'message.attempt.exhausted': 'the last scheduled attempt failed',
  'message.attempt.recovered': 'a delivery arrived after four failures or more',
  'background_task.finished': 'a background task ended',
}
