/**
 * The closed set of reasons why an attempt failed. A class is stored by its position plus one,
 * so new ones go to the end and none is ever removed.
 */
export const errorClasses = [
  'dns_not_found',
  'dns_timeout',
  'address_refused',
  'connect_refused',
  'connect_timeout',
  'connection_reset',
  'tls_expired',
  'tls_self_signed',
  'tls_hostname',
  'tls_other',
  'response_timeout',
  'response_too_slow',
  'invalid_response',
  'http_3xx',
  'http_4xx',
  'http_401_403',
  'http_404',
  'http_410',
  'http_413',
  'http_429',
  'http_5xx',
  'transformation_failed',
  'invalid_header',
  'proxy_failed',
  'internal',
] as const

export type ErrorClass = (typeof errorClasses)[number]

export const errorClassCode = (name: ErrorClass | null): number => (name === null ? 0 : errorClasses.indexOf(name) + 1)
export const errorClassName = (code: number): ErrorClass | null => (code === 0 ? null : (errorClasses[code - 1] ?? null))
