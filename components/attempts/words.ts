import type { ErrorClass } from '#server/attempts/error-class.ts'

/** After "Attempt 3": a verb phrase. */
const shorts: Record<ErrorClass, string> = {
  dns_not_found: 'found no address',
  dns_timeout: 'got no answer from DNS',
  address_refused: 'was not allowed',
  connect_refused: 'was refused',
  connect_timeout: 'could not connect',
  connection_reset: 'was cut off',
  tls_expired: 'met an expired certificate',
  tls_self_signed: 'met an untrusted certificate',
  tls_hostname: 'met a wrong certificate',
  tls_other: 'failed at TLS',
  response_timeout: 'got no answer',
  response_too_slow: 'got half an answer',
  invalid_response: 'got no valid answer',
  http_3xx: 'answered',
  http_4xx: 'answered',
  http_401_403: 'answered',
  http_404: 'answered',
  http_410: 'answered',
  http_413: 'answered',
  http_429: 'answered',
  http_5xx: 'answered',
  transformation_failed: 'was not sent',
  invalid_header: 'was not sent',
  proxy_failed: 'did not get out',
  internal: 'was not sent',
}

type Outcome = { status: number | null; error: ErrorClass | null }

/** `answered 500`, `was refused`: follows the words "Attempt 3". */
export function describeOutcome({ status, error }: Outcome): string {
  if (error === null) return `answered ${status}`
  const short = shorts[error]
  return short === 'answered' ? `answered ${status ?? 'nothing'}` : short
}

/** `500`, or the outcome in words where there is no status: for the badge. */
export const labelOutcome = ({ status, error }: Outcome): string =>
  status === null ? (error ?? 'unknown').replaceAll('_', ' ') : String(status)
