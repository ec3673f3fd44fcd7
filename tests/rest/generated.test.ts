import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { queryOf, valueFor } from '#tests/support/arbitrary.ts'
import { currentDocument, type Listed, operationsOf, resolve, schemaOf } from '#tests/support/openapi.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import type { Answer } from '#tests/support/server.ts'
import { createTenant, setUpServer, type Tenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, stopWorkers } from '#tests/support/workers.ts'

/**
 * Requests made out of the document, for every operation in it: whatever is asked, the answer is one that the document names. TEST_REQUESTS
 * says how many, FC_SEED which ones.
 */
const requestCount = Number(process.env.TEST_REQUESTS ?? 2_000)
const requestsPerWorld = 50

const document = currentDocument()
const listed = operationsOf(document)

setUpServer()
let tenant: Tenant
/** Ids that requests may name, by the names of path parameters. */
let ids: Record<string, string>
let attempt: { app_id: string; msg_id: string; attempt_id: string }

beforeAll(async () => {
  tenant = await createTenant()
  attempt = await attemptSomething()
})

async function attemptSomething() {
  const { call } = tenant
  const receiver = await startReceiver()
  await startTestWorker()
  const app = (await call('post', '/app', { name: 'Shop' })).body.id
  await call('post', `/app/${app}/endpoint`, { url: receiver.inbox().url })
  const message = (await call('post', `/app/${app}/msg`, { eventType: 'order.paid', payload: {} })).body.id
  const recorded = await until('an attempt is recorded', async () => (await call('get', `/app/${app}/attempt/msg/${message}`)).body.data[0])
  await stopWorkers()
  await receiver.close()
  return { app_id: app, msg_id: message, attempt_id: recorded.id }
}

/** What earlier requests have deleted is there again. No worker runs: nothing leaves the machine. */
async function renew(): Promise<void> {
  const { call } = tenant
  await call('post', '/event-type', { name: 'order.paid', description: 'x' })
  const app = (await call('post', '/app', { name: 'Shop' })).body.id
  const endpoint = (await call('post', `/app/${app}/endpoint`, { url: 'https://example.com/hook' })).body.id
  const message = (await call('post', `/app/${app}/msg`, { eventType: 'order.paid', payload: { a: 1 } })).body.id
  ids = { ...attempt, app_id: app, endpoint_id: endpoint, msg_id: message, event_type_name: 'order.paid' }
}

const bodyOf = (operation: Listed) => schemaOf(operation.requestBody)

function requestOf(operation: Listed) {
  const parameters = operation.parameters ?? []
  const query = parameters
    .filter(parameter => parameter.in === 'query')
    .map(({ name, schema }) => [name, resolve(document, schema)] as const)
  const names = parameters.filter(parameter => parameter.in === 'path').map(({ name }) => name)
  const schema = bodyOf(operation)
  return fc.record({
    operation: fc.constant(operation),
    // Mostly an object that is there; else one of another kind, or nobody's.
    path: fc.tuple(
      ...names.map(name =>
        fc.oneof(
          { weight: 12, arbitrary: fc.constant({ name }) },
          { weight: 1, arbitrary: fc.constantFrom('app_id', 'msg_id', 'endpoint_id').map(other => ({ name: other })) },
          { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map(text => ({ text })) },
        ),
      ),
    ),
    withAttempt: fc.boolean(),
    query: queryOf(Object.fromEntries(query)),
    body: schema ? valueFor(resolve(document, schema)) : fc.constant(undefined),
    key: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 8, nil: undefined }),
  })
}
type Generated = ReturnType<typeof requestOf> extends fc.Arbitrary<infer T> ? T : never

/** Objects may have a `toString` that is no function. */
const spelled = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

function send({ operation, path, withAttempt, query, body, key }: Generated): Promise<Answer> {
  const names = withAttempt ? { ...ids, ...attempt } : ids
  const segments = path.map(segment => encodeURIComponent('text' in segment ? segment.text : (names[segment.name] ?? 'nobody')))
  const address = operation.path.replace('/api/v1', '').replace(/\{\w+\}/g, () => segments.shift() ?? '')
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value.map(spelled).join() : spelled(value)]),
  )
  const sent = ['get', 'delete'].includes(operation.method) ? undefined : body
  return tenant.call(operation.method, `${address}?${search}`, sent === undefined ? undefined : JSON.stringify(sent), {
    ...(key === undefined || operation.method !== 'post' ? {} : { 'idempotency-key': key }),
  })
}

const schemas = new Map<string, z.ZodType>()
function answerSchema(operation: Listed, status: number): z.ZodType | null {
  const schema = schemaOf(operation.responses[status])
  if (!schema) return null
  const name = `${operation.operationId} ${status}`
  if (!schemas.has(name)) schemas.set(name, z.fromJSONSchema(resolve(document, schema) as z.core.JSONSchema.JSONSchema))
  return schemas.get(name)!
}

/** What an answer has that its schema does not allow, or lacks. */
function faultOf(schema: z.ZodType, body: unknown): string {
  const read = schema.safeParse(body)
  return read.success ? '' : z.prettifyError(read.error)
}

test(`${requestCount} generated requests are answered as documented`, { timeout: 30_000 + requestCount * 30 }, async () => {
  let sentCount = 0
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...listed).chain(requestOf), async generated => {
      if (sentCount++ % requestsPerWorld === 0) await renew()
      const { operation } = generated
      const { status, body, text } = await send(generated)
      expect(Object.keys(operation.responses), `${operation.operationId} answered ${status}: ${text.slice(0, 300)}`).toContain(
        String(status),
      )
      const schema = answerSchema(operation, status)
      const fault = schema === null ? text : faultOf(schema, body)
      expect(fault, `${operation.operationId} answered ${text.slice(0, 300)}`).toBe('')
      if (status < 300) seen.set(operation.operationId, (seen.get(operation.operationId) ?? 0) + 1)
    }),
    { numRuns: requestCount, endOnFailure: true, ...(process.env.FC_SEED ? { seed: Number(process.env.FC_SEED) } : {}) },
  )
  // Not only refusals were tested.
  expect(seen.size).toBeGreaterThan(listed.length / 2)
})
