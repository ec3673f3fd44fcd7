/**
 * Custom headers of an endpoint: which names are refused because Posthorn, HTTP or a proxy on the way sets them,
 * and whose values are never shown again. Names are compared without case.
 */
const forbiddenNames = new Set([
  'age',
  'cache-control',
  'clear-site-data',
  'connection',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
  'expires',
  'host',
  'keep-alive',
  'pragma',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'traceparent',
  'tracestate',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'warning',
])

const forbiddenPrefixes = ['svix-', 'webhook-', 'x-amz-', 'x-amzn-', 'x-azure-', 'x-fd-', 'x-gfe', 'x-goog-', 'x-google', 'x-svix-']

const sensitiveNames = new Set([
  'authorization',
  'proxy-authorization',
  'proxy-authenticate',
  'www-authenticate',
  'x-auth-token',
  'x-api-key',
  'cookie',
])

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/ // RFC 9110, section 5.6.2
const fieldValue = /^[\t\x20-\x7e]*$/
const maxValueLength = 4096

export const isSensitive = (name: string): boolean => sensitiveNames.has(name.toLowerCase())

/** What is wrong with a header, or null. */
export function headerFault(name: string, value: string): string | null {
  const lower = name.toLowerCase()
  if (!token.test(name)) return 'is not the name of a header'
  if (forbiddenNames.has(lower) || forbiddenPrefixes.some(prefix => lower.startsWith(prefix))) return 'is a header that may not be set'
  if (value.length > maxValueLength) return `may be at most ${maxValueLength} characters long`
  if (!fieldValue.test(value)) return 'may hold printable ASCII characters only'
  return null
}

/** A name that is given twice in different case, or null. */
export function repeatedName(names: readonly string[]): string | null {
  const seen = new Set<string>()
  return names.find(name => seen.size === seen.add(name.toLowerCase()).size) ?? null
}
