/**
 * Errors that the caller caused, or should hear about. Anything else that is thrown is our fault:
 * logged once at the edge with its request id, its text never shown.
 */
const statuses = {
  generic_error: 400,
  invalid_range: 400,
  invalid_scheme: 400,
  limit_reached: 400,
  missing_payload: 400,
  authentication_failed: 401,
  insufficient_access: 403,
  not_found: 404,
  conflict: 409,
  event_type_exists: 409,
  payload_too_large: 413,
  idempotency_key_reuse: 422,
  transformation_unavailable: 422,
  too_many_requests: 429,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof statuses

export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, detail: string, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(detail, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = statuses[code]
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

type ValidationIssue = { loc: (string | number)[]; msg: string; type: string }

/** Input that does not fit its schema: 422 with one entry per fault. */
export class ValidationError extends Error {
  readonly issues: ValidationIssue[]

  constructor(issues: ValidationIssue[]) {
    super(issues.map(issue => `${issue.loc.join('.')}: ${issue.msg}`).join('; '))
    this.name = 'ValidationError'
    this.issues = issues
  }
}

export const invalid = (loc: (string | number)[], msg: string, type = 'value_error') => new ValidationError([{ loc, msg, type }])
export const notFound = (what = 'Entity') => new AppError('not_found', `${what} not found`)

// SQLSTATE classes 08 (connection), 53 (resources: disk full, too many connections), 57P (shutdown, not ready) and what the socket says.
const awayStates = /^(08|53|57P0[1-4]|25006)/
const awayErrnos = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const awayMessages =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether an error means that the database can't be reached or can't take writes now, so that trying again later may help. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return awayStates.test(code) || awayErrnos.has(code) || awayMessages.test(error.message) || isDatabaseAway(error.cause)
}

const sqlStateOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Serialization failure or deadlock: the statement had no effect and may be repeated as it is. */
export const isRepeatable = (error: unknown): boolean => sqlStateOf(error) === '40001' || sqlStateOf(error) === '40P01'
