import type { Context as HonoContext } from 'hono'
import { AppError, ValidationError } from '#server/errors.ts'
import { log } from '#server/log.ts'
import type { Env } from '#server/rest/serve.ts'
import { isAway } from '#server/writes.ts'

const retryAfterSeconds = 5

type Answer = { status: number; body: { code: string; detail: string } | { detail: object[] }; retryAfterSeconds?: number | undefined }

/** The one place where errors become answers. What is our fault is logged here, with the request's id, and its text is not shown. */
export function answerError(error: Error, c: HonoContext<Env>): Response {
  const fields = { request: c.get('requestId'), method: c.req.method, path: c.req.path }
  const { status, body, retryAfterSeconds } = describeError(error, fields)
  c.set('refusal', 'code' in body ? body : { code: 'validation_error', detail: error.message })
  const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return c.json(body, status as 500, headers)
}

/** `fields`: what the log says of the request. */
export function describeError(error: unknown, fields: object): Answer {
  if (error instanceof ValidationError) return { status: 422, body: { detail: error.issues } }
  if (error instanceof AppError)
    return { status: error.status, body: { code: error.code, detail: error.message }, retryAfterSeconds: error.retryAfterSeconds }
  if (isAway(error)) {
    log.warn({ ...fields, error: (error as Error).message }, 'the database is away')
    const detail = 'The database cannot be reached; nothing was stored. Try again shortly.'
    return { status: 503, body: { code: 'unavailable', detail }, retryAfterSeconds }
  }
  log.error({ ...fields, err: error }, 'a request failed')
  return { status: 500, body: { code: 'server_error', detail: 'An unexpected error occurred; the request id finds it in the log.' } }
}

/** Families of Svix's API that are outside the promise. */
const outside = /^\/api\/v1\/(?:auth\/)?(?:app\/[^/]+\/)?(connector|destination|stream|streaming|poller|ingest|autoconfig)(?:$|[/-])/

export function answerUnknown(c: HonoContext<Env>): Response {
  const family = c.req.path.match(outside)?.[1]
  const detail = family
    ? `Posthorn does not offer ${family}: it sends webhooks. Everything it offers is in /api/v1/openapi.json.`
    : 'There is no such operation; /api/v1/openapi.json lists them.'
  const body = { code: 'not_found', detail }
  c.set('refusal', body)
  return c.json(body, 404)
}
