import { Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import { getPath } from 'hono/utils/url'
import { config } from '#server/config.ts'
import { getHealth, pingDatabase } from '#server/health/queries.ts'
import { log } from '#server/log.ts'
import { answerError, answerUnknown } from '#server/rest/errors.ts'
import { countRequest, renderMetrics } from '#server/rest/metrics.ts'
import { openApiDocument } from '#server/rest/openapi.ts'
import { operations } from '#server/rest/operations.ts'
import { noteRefusal } from '#server/rest/refusals.ts'
import { type Env, serve } from '#server/rest/serve.ts'

/** Everything that is answered without Next: the API, health, metrics. Served by server/main.ts and, in `next dev`, by the catch-all route. */
export const app = new Hono<Env>({ getPath: request => plainPath(getPath(request)) })

/** A slash at the end does not matter, nor one that an address with a slash brings to the beginning, as older clients send it. */
const plainPath = (path: string) => path.replace(/^\/+/, '/').replace(/(?<=.)\/$/, '')

/** One line per request, with what was decided; the caller's key by its id. */
const observe: MiddlewareHandler<Env> = async (c, next) => {
  const started = performance.now()
  await next()
  const operation = c.get('operation')
  const status = c.res.status
  if (operation !== undefined) countRequest(operation, status)
  const ms = Math.round((performance.now() - started) * 10) / 10
  const actor = c.get('context')?.actor
  const key = actor && actor.kind !== 'system' ? actor.id : undefined
  log.info({ request: c.get('requestId'), method: c.req.method, path: c.req.path, operation, status, ms, key }, 'request')
  noteRefusal(c)
}

app.use(requestId())
app.use('/api/*', observe)
app.options('/api/*', cors({ origin: '*', maxAge: 600 }))
// Set by hand: the middleware would build each answer twice, half of what a request costs beside the database.
app.use('/api/*', async (c, next) => {
  c.header('access-control-allow-origin', '*')
  c.header('access-control-expose-headers', 'x-request-id,retry-after')
  await next()
})

for (const operation of operations) {
  const path = `/api/v1${operation.path.replace(/\{(\w+)\}/g, ':$1')}`
  app.on(operation.method.toUpperCase(), path, c => serve(operation, c))
}

app.get('/api/v1/openapi.json', c => c.json(openApiDocument(operations, config.url)))

// Without workers the API still accepts and stores, so their absence is told and fails nothing.
app.get('/api/v1/health', async c => {
  const { workerCount, workerSeenAt, oldestDueSeconds } = await getHealth()
  return c.json({ database: { status: 'ok' }, workers: { count: workerCount, lastSeenAt: workerSeenAt }, oldestDueSeconds })
})
app.get('/api/v1/health/ping', c => c.body(null, 204))
for (const path of ['/healthz', '/readyz'])
  app.get(path, async c => {
    await pingDatabase()
    return c.json({ status: 'ok' })
  })
app.get('/metrics', async c => c.body(await renderMetrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }))

app.notFound(answerUnknown)
app.onError(answerError)
