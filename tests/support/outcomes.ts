import type { AttemptRecord, Outcome } from '#server/deliveries/record.ts'

/** A request that was answered 200, as a worker records it. */
export const attemptRecord = (more: Partial<AttemptRecord> = {}): AttemptRecord => ({
  revision: 1,
  startedAt: new Date(),
  requestHeaders: '[]',
  status: 200,
  error: null,
  errorDetail: null,
  responseHeaders: '[]',
  responseBody: 'ok',
  responseBase64: false,
  responseBytes: 2,
  remoteAddress: '127.0.0.1',
  dnsUs: null,
  connectUs: 100,
  tlsUs: null,
  firstByteUs: 200,
  bodyUs: 10,
  totalUs: 2_500,
  ...more,
})

/** That a claimed job was delivered by its first scheduled attempt, unless it is said otherwise. */
export const outcomeOf = (
  claimed: Pick<Outcome, 'jobId' | 'claim' | 'queue' | 'messageId' | 'endpointId'>,
  more: Partial<Outcome> = {},
): Outcome => ({
  ...claimed,
  trigger: 'scheduled',
  state: 'delivered',
  reason: null,
  delaySeconds: null,
  step: 1,
  disableEndpoint: null,
  attempt: attemptRecord(),
  ...more,
})
