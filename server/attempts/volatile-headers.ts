/** Response headers that differ from answer to answer. Client-safe. */
const perAnswer = new Set([
  'age',
  'date',
  'etag',
  'expires',
  'last-modified',
  'nel',
  'report-to',
  'server-timing',
  'set-cookie',
  'traceparent',
  'tracestate',
  'x-served-by',
  'x-timer',
])
const perAnswerForm = /(^|-)(id|requestid|ray|runtime|time|timing|trace|nonce|pop)$|ratelimit/

/** And those that differ between any success and any failure. */
const perOutcome = new Set([
  'accept-ranges',
  'allow',
  'cache-control',
  'connection',
  'content-encoding',
  'content-language',
  'content-length',
  'content-security-policy',
  'content-type',
  'keep-alive',
  'link',
  'location',
  'pragma',
  'retry-after',
  'transfer-encoding',
  'vary',
  'www-authenticate',
  'x-cache',
])

export const differsEachTime = (name: string): boolean => perAnswer.has(name) || perAnswerForm.test(name)

/** Whether another value may explain why a receiver began to fail. */
export const isTelling = (name: string): boolean => !differsEachTime(name) && !perOutcome.has(name)
