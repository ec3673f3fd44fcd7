import { errors } from 'undici'
import type { ErrorClass } from '#server/attempts/error-class.ts'
import { TargetError } from '#worker/target.ts'

/** Why an attempt failed. The detail is one of the sentences here, or made of allow-listed parts: merchants read it. */
export type Failure = { readonly error: ErrorClass; readonly detail: string | null }

const failure = (error: ErrorClass, detail: string | null): Failure => ({ error, detail })

const noRoute = failure('connect_refused', 'there is no route to the host')
const reset = failure('connection_reset', 'the host closed the connection before its answer was complete')
const badHeader = failure('invalid_header', 'a header of the request is not valid in HTTP')
const selfSigned = failure('tls_self_signed', 'the certificate is signed by an authority that is not publicly trusted')
const incompleteChain = failure('tls_other', 'the certificate chain is incomplete: the server does not send its intermediate certificates')
const exhausted = failure('internal', 'Posthorn had no free network resources')

const byCode: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: failure('connect_refused', 'the host refused the connection'),
  EHOSTUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  ENETUNREACH: noRoute,
  ENETDOWN: noRoute,
  ETIMEDOUT: failure('connect_timeout', 'the host did not accept the connection in time'),
  ECONNRESET: reset,
  ECONNABORTED: reset,
  EPIPE: reset,
  UND_ERR_SOCKET: reset,
  UND_ERR_HEADERS_OVERFLOW: failure('invalid_response', 'the headers of the answer are too large'),
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: failure('invalid_response', 'the answer is not as long as its content-length says'),
  UND_ERR_INVALID_ARG: badHeader,
  UND_ERR_NOT_SUPPORTED: badHeader,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: badHeader,
  CERT_HAS_EXPIRED: failure('tls_expired', 'the certificate has expired'),
  CERT_NOT_YET_VALID: failure('tls_other', 'the certificate is not valid yet'),
  CERT_REVOKED: failure('tls_other', 'the certificate has been revoked'),
  DEPTH_ZERO_SELF_SIGNED_CERT: failure('tls_self_signed', 'the certificate is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
  ERR_TLS_CERT_ALTNAME_INVALID: failure('tls_hostname', 'the certificate is for another host name'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: incompleteChain,
  UNABLE_TO_GET_ISSUER_CERT: incompleteChain,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: incompleteChain,
  ERR_SSL_WRONG_VERSION_NUMBER: failure('tls_other', 'the host does not speak TLS on this port'),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: failure('tls_other', 'the host does not speak TLS on this port'),
  EMFILE: exhausted,
  ENFILE: exhausted,
  ENOBUFS: exhausted,
  ENOMEM: exhausted,
  EADDRNOTAVAIL: exhausted,
}

/** `requestSent` tells a connection that could not be made from one that was lost. */
export function failureOfError(error: Error, requestSent: boolean): Failure {
  if (error instanceof TargetError) return failure(error.errorClass, error.detail)
  const found = failureOfCode(error)
  return requestSent && (found.error === 'connect_refused' || found.error === 'connect_timeout') ? reset : found
}

function failureOfCode(error: Error): Failure {
  // One error per address that was tried. A missing route is usually only our own missing IPv6.
  if (error instanceof AggregateError && error.errors.length > 0) {
    const failures = error.errors.map(failureOfCode)
    return failures.find(found => found !== noRoute) ?? noRoute
  }
  const code = 'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : ''
  // undici's errors of one code that only their text tells apart: an unasked-for 100 or upgrade.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return failure('invalid_response', notHttp)
  const known = byCode[code]
  if (known !== undefined) return known
  if (error instanceof errors.HTTPParserError) return failureOfParser(error)
  if (isTlsCode(code)) return failure('tls_other', `the TLS handshake failed: ${code}`)
  return failure('internal', code === '' ? 'an unexpected error' : `an unexpected error: ${code}`)
}

const notHttp = 'the answer is not valid HTTP/1.1'

/** The parser's reason is one of its own fixed texts, in parentheses; the error's code is not set by this version of undici. */
function failureOfParser(error: Error): Failure {
  const reason = /\(([\w ,/'`-]{1,80})\)$/.exec(error.message)?.[1]
  if (reason === undefined) return failure('invalid_response', notHttp)
  return /eof/i.test(reason) ? reset : failure('invalid_response', `${notHttp}: ${reason}`)
}

/** OpenSSL's verification results have no prefix in common, Node's and the protocol's own do. */
const isTlsCode = (code: string): boolean =>
  code === 'EPROTO' ||
  /^ERR_(SSL|TLS)_/.test(code) ||
  /(^|_)(CERT|CRL|CA|CHAIN|PATH_LENGTH|SIGNATURE|PURPOSE|ISSUER|HOSTNAME)(_|$)/.test(code)

const byStatus: Readonly<Record<number, ErrorClass>> = {
  401: 'http_401_403',
  403: 'http_401_403',
  404: 'http_404',
  410: 'http_410',
  413: 'http_413',
  429: 'http_429',
}

/** Null for success, which is 200 to 299 and nothing else. */
export function failureOfStatus(status: number, location: string | undefined, url: string): Failure | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return failure('http_3xx', redirectDetail(location, url))
  if (status >= 400 && status < 500) return failure(byStatus[status] ?? 'http_4xx', null)
  if (status >= 500 && status < 600) return failure('http_5xx', null)
  return failure('invalid_response', 'the status of the answer is not known in HTTP')
}

const maxLocationLength = 300

/** The target is named, never followed: it would escape the guard, and turn the POST into a GET. Query and credentials are left out. */
function redirectDetail(location: string | undefined, url: string): string {
  const target = location === undefined ? null : URL.parse(location, url)
  if (target === null) return 'the host redirects, which is not followed'
  const shown = target.origin === 'null' ? target.protocol : `${target.origin}${target.pathname}`
  return `the host redirects to ${shown.slice(0, maxLocationLength)}, which is not followed`
}
