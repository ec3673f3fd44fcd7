import type { ErrorClass } from '#server/attempts/error-class.ts'

type Explanation = { /** After "Attempt 3": a verb phrase. */ short: string /** What it means, in one sentence. */; meaning: string }

const answered = (meaning: string): Explanation => ({ short: 'answered', meaning })

const explanations: Record<ErrorClass, Explanation> = {
  dns_not_found: { short: 'found no address', meaning: 'The host name of the URL does not exist.' },
  dns_timeout: { short: 'got no answer from DNS', meaning: 'The name servers of the host did not answer in time.' },
  address_refused: {
    short: 'was not allowed',
    meaning: 'The URL leads to a private or reserved address, which deliveries may not reach. POSTHORN_ALLOW_SUBNETS opens networks.',
  },
  connect_refused: { short: 'was refused', meaning: 'Nothing listens at this address and port.' },
  connect_timeout: { short: 'could not connect', meaning: 'The server did not accept a connection in time; a firewall often does this.' },
  connection_reset: { short: 'was cut off', meaning: 'The server closed the connection before it had answered.' },
  tls_expired: { short: 'met an expired certificate', meaning: 'The server’s certificate is past its end, or not valid yet.' },
  tls_self_signed: { short: 'met an untrusted certificate', meaning: 'No known authority has signed the server’s certificate.' },
  tls_hostname: { short: 'met a wrong certificate', meaning: 'The server’s certificate is for another host name.' },
  tls_other: { short: 'failed at TLS', meaning: 'The secure connection could not be made.' },
  response_timeout: { short: 'got no answer', meaning: 'The request arrived, but no answer came in time.' },
  response_too_slow: { short: 'got half an answer', meaning: 'The answer began, but its body did not end in time.' },
  invalid_response: { short: 'got no valid answer', meaning: 'What came back is not HTTP.' },
  http_3xx: answered('A redirect is not followed: the endpoint’s URL must be the one that answers.'),
  http_4xx: answered('The endpoint refused the request.'),
  http_401_403: answered('The endpoint wants credentials that the request does not carry, or refuses the signature.'),
  http_404: answered('Nothing is served under this URL.'),
  http_410: answered('The endpoint says that it is gone for good.'),
  http_413: answered('The payload is larger than the endpoint takes.'),
  http_429: answered('The endpoint is asked more often than it allows.'),
  http_5xx: answered('The request arrived and was read; the endpoint’s own code or server failed.'),
  transformation_failed: { short: 'was not sent', meaning: 'The endpoint’s transformation threw an error.' },
  invalid_header: { short: 'was not sent', meaning: 'A custom header of the endpoint can’t be sent over HTTP.' },
  proxy_failed: { short: 'did not get out', meaning: 'The egress proxy did not connect.' },
  internal: { short: 'was not sent', meaning: 'Posthorn itself failed at this attempt; the endpoint is not to blame.' },
}

type Outcome = { status: number | null; error: ErrorClass | null }

/** `answered 500`, `was refused`: follows the words "Attempt 3". */
export function describeOutcome({ status, error }: Outcome): string {
  if (error === null) return `answered ${status}`
  const { short } = explanations[error]
  return short === 'answered' ? `answered ${status ?? 'nothing'}` : short
}

/** What happened in one line and what it means in one sentence; null when all went well. */
export function explainOutcome(outcome: Outcome): { title: string; meaning: string } | null {
  if (outcome.error === null) return null
  const { short, meaning } = explanations[outcome.error]
  return { title: `The ${short === 'answered' ? 'endpoint' : 'attempt'} ${describeOutcome(outcome)}`, meaning }
}

/** `500`, or the outcome in words where there is no status: for the badge. */
export const labelOutcome = ({ status, error }: Outcome): string =>
  status === null ? (error ?? 'unknown').replaceAll('_', ' ') : String(status)
