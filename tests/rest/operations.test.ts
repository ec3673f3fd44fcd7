import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { revokeApiKey } from '#server/api-keys/mutations.ts'
import { listApiKeys } from '#server/api-keys/queries.ts'
import { permissions, roleMay } from '#server/auth/permissions.ts'
import { sha256 } from '#server/crypto.ts'
import { prisma } from '#server/db.ts'
import type { Operation } from '#server/rest/operation.ts'
import { operations } from '#server/rest/operations.ts'
import { portalAccess } from '#server/rest/portal-access.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { callerOf } from '#tests/support/server.ts'
import { createTenant, here, setUpServer, type Tenant } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, stopWorkers } from '#tests/support/workers.ts'

/**
 * Every operation of the table is refused as it should be: a new row is tested without a line here, and a row with a body fails until
 * a valid one is given below.
 */
const validBodies: Record<string, unknown> = {
  'v1.application.create': { name: 'Another shop' },
  'v1.application.update': { name: 'Renamed' },
  'v1.application.patch': { name: 'Patched' },
  'v1.endpoint.create': { url: 'https://example.com/hook' },
  'v1.endpoint.update': { url: 'https://example.com/hook' },
  'v1.endpoint.patch': { description: 'patched' },
  'v1.endpoint.rotate-secret': {},
  'v1.endpoint.patch-transformation': { code: 'function handler(webhook) {}' },
  'v1.endpoint.send-example': { eventType: 'svix.ping' },
  'v1.endpoint.update-headers': { headers: { 'x-a': 'b' } },
  'v1.endpoint.patch-headers': { headers: { 'x-a': null } },
  'v1.event-type.create': { name: 'another.type', description: 'x' },
  'v1.event-type.update': { description: 'replaced' },
  'v1.event-type.patch': { description: 'patched' },
  'v1.event-type.import-openapi': { specRaw: 'webhooks: {pet.new: {post: {description: A new pet}}}' },
  'v1.event-type.check': { payload: { a: 1 } },
  'v1.message.create': { eventType: 'order.paid', payload: { a: 1 } },
  'v1.message.create-batch': { messages: [{ eventType: 'order.paid', payload: { a: 1 } }] },
  'v1.message.precheck': { eventType: 'order.paid' },
  'v1.message.bulk-expunge-content': {},
  'v1.replay.preview': {},
  'v1.replay.create': {},
  'v1.environment-replay.preview': {},
  'v1.environment-replay.create': {},
  'v1.endpoint.recover': { since: new Date().toISOString() },
  'v1.endpoint.replay-missing': { since: new Date().toISOString() },
  'v1.endpoint.bulk-replay': { since: new Date().toISOString() },
  'v1.operational-webhook.endpoint.create': { url: 'https://example.com/operations' },
  'v1.operational-webhook.endpoint.update': { url: 'https://example.com/operations', description: 'replaced' },
  'v1.operational-webhook.endpoint.rotate-secret': {},
  'v1.operational-webhook.endpoint.update-headers': { headers: { 'x-a': 'b' } },
  'v1.statistics.aggregate-app-stats': { since: new Date(0).toISOString(), until: new Date().toISOString() },
  'v1.environment.patch-settings': { payloadDays: 30 },
  'v1.environment.import': { settings: { payloadDays: 20 } },
  'v1.integration.create': { name: 'Zapier' },
  'v1.integration.update': { name: 'Zapier', featureFlags: ['beta'] },
  'v1.authentication.app-portal-access': { capabilities: ['ViewBase'] },
  'v1.authentication.dashboard-access': {},
  'v1.authentication.expire-all': { expiry: 60, sessionIds: ['nobody'] },
}

/** Operations that name no object of somebody: nothing of another environment can be asked for. */
const ofNobody = [
  'v1.delivery.list',
  'v1.application.list',
  'v1.application.create',
  'v1.event-type.list',
  'v1.event-type.create',
  'v1.event-type.update',
  'v1.event-type.import-openapi',
  'v1.catalog.types',
  'v1.catalog.schema',
  'v1.authentication.logout',
  'v1.authentication.exchange-one-time-token',
  'v1.operational-webhook.endpoint.list',
  'v1.operational-webhook.endpoint.create',
  'v1.environment-replay.preview',
  'v1.environment-replay.create',
  'v1.environment-replay.list',
  'v1.background-task.list',
  'v1.statistics.aggregate-app-stats',
  'v1.statistics.aggregate-event-types',
  'v1.environment.get-settings',
  'v1.environment.patch-settings',
  'v1.environment.export',
  'v1.environment.import',
]

/** Writes that the audit log does not tell: messages posted, and what changes nothing here (audit.test.ts has it). */
const untold = [
  'v1.message.create',
  'v1.message.create-batch',
  'v1.message.bulk-expunge-content',
  'v1.authentication.expire-all',
  'v1.delivery.cancel',
  'v1.endpoint.resume',
  'v1.environment-replay.cancel',
]

/** For portal tokens alone. */
const logout = 'v1.authentication.logout'
const exchange = 'v1.authentication.exchange-one-time-token'

setUpServer()
let tenant: Tenant
let stranger: Tenant
let ids: Record<string, string>
const keys: Record<string, string> = {}
const portal: Record<string, string> = {}

beforeAll(async () => {
  ;[tenant, stranger] = [await createTenant(), await createTenant()]
  ids = await createObjects(tenant)
  for (const scope of ['admin', 'developer', 'viewer'] as const) keys[scope] = await tenant.createKey({ scope })
  keys.expired = await tenant.createKey({ expiresAt: new Date(Date.now() - 60_000).toISOString() })
  keys.revoked = await tenant.createKey({ name: 'revoked' })
  const revoked = (await listApiKeys(tenant.context)).find(key => key.name === 'revoked')
  await revokeApiKey(tenant.context, revoked?.id ?? '', prisma)
  await createPortalTokens()
})

/** Of the merchant whose objects there are, and of another one of the same environment. */
async function createPortalTokens(): Promise<void> {
  const open = async (application: string, input = {}) =>
    (await tenant.call('post', `/auth/app-portal-access/${application}`, input)).body.token as string
  const other = await tenant.call('post', '/app', { name: 'Another merchant' })
  const own = ids.app_id ?? ''
  portal.whole = await open(own)
  portal.readOnly = await open(own, { capabilities: ['ViewBase'] })
  portal.other = await open(other.body.id)
  portal.once = await open(own, { oneTime: true })
  portal.expired = await open(own)
  await prisma.portalSession.updateMany({ where: { hash: new Uint8Array(sha256(portal.expired)) }, data: { expiresAt: new Date(0) } })
  portal.revoked = await open(own, { sessionId: 'revoked' })
  await tenant.call('post', `/auth/app/${own}/expire-all`, { sessionIds: ['revoked'] })
}

/** One of each, with an attempt that a worker really made. */
async function createObjects({ call }: Tenant): Promise<Record<string, string>> {
  const receiver = await startReceiver()
  await startTestWorker()
  await call('post', '/event-type', { name: 'order.paid', description: 'x', schemas: { '1': {} } })
  const application = await call('post', '/app', { name: 'Shop' })
  const app = application.body.id
  const endpoint = await call('post', `/app/${app}/endpoint`, { url: receiver.inbox().url })
  const message = await call('post', `/app/${app}/msg`, validBodies['v1.message.create'])
  const attempt = await until(
    'an attempt is recorded',
    async () => (await call('get', `/app/${app}/attempt/msg/${message.body.id}`)).body.data[0],
  )
  await stopWorkers()
  await receiver.close()
  const replay = await call('post', `/app/${app}/replay`, {})
  const listener = await call('post', '/operational-webhook/endpoint', validBodies['v1.operational-webhook.endpoint.create'])
  const task = await call('post', `/app/${app}/endpoint/${endpoint.body.id}/recover`, validBodies['v1.endpoint.recover'])
  const integration = await call('post', `/app/${app}/integration`, validBodies['v1.integration.create'])
  const keyless = await call('post', `/app/${app}/integration`, validBodies['v1.integration.create'])
  return {
    app_id: app,
    endpoint_id: endpoint.body.id,
    msg_id: message.body.id,
    attempt_id: attempt.id,
    event_type_name: 'order.paid',
    replay_id: replay.body.id,
    task_id: task.body.id,
    operational_endpoint_id: listener.body.id,
    integ_id: integration.body.id,
    keyless_integ_id: keyless.body.id,
  }
}

const pathOf = ({ path }: Operation) =>
  path
    .replace(/^(\/operational-webhook\/.*)\{endpoint_id\}/, '$1{operational_endpoint_id}')
    .replace(/\{integ_id\}\/key$/, '{keyless_integ_id}/key')
    .replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no ${name}`)
const callWith = (operation: Operation, token: string | null, body = validBodies[operation.operationId]) =>
  callerOf(here.url, token)(operation.method, pathOf(operation), body)
const rows = operations.map(operation => [operation.operationId, operation] as const)

describe.each(rows)('%s', (operationId, operation) => {
  test('401 without a key, with an unknown, an expired and a revoked one', async () => {
    const unknown = (keys.admin ?? '').replace(/.{32}$/, '0'.repeat(32))
    for (const token of [null, 'garbage', unknown, keys.expired ?? '', keys.revoked ?? '']) {
      const answer = await callWith(operation, token)
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual({ code: 'authentication_failed', detail: expect.any(String) })
      expect(answer.headers.get('x-request-id')).toBeTruthy()
    }
  })

  test('403 for every scope below its own', async () => {
    for (const scope of ['admin', 'developer', 'viewer'] as const) {
      if (roleMay(scope, operation.permission)) continue
      const answer = await callWith(operation, keys[scope] ?? '')
      expect(answer.status).toBe(403)
      expect(answer.body).toEqual({ code: 'insufficient_access', detail: expect.stringContaining(permissions[operation.permission]) })
    }
  })

  if (!ofNobody.includes(operationId))
    test("404 for another environment's objects", async () => {
      const answer = await callWith(operation, stranger.token)
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual({ code: 'not_found', detail: expect.any(String) })
    })

  test('401 with a portal token that has expired or was revoked', async () => {
    for (const token of ['garbage', portal.expired ?? '', portal.revoked ?? ''])
      expect(await callWith(operation, token.replace('garbage', `ptok_${'0'.repeat(32)}`))).toMatchObject({
        status: 401,
        body: { code: 'authentication_failed' },
      })
  })

  const capability = portalAccess[operationId]
  if (capability === undefined && operationId !== logout)
    test('403 with a portal token: it is not for merchants', async () => {
      expect(await callWith(operation, portal.whole ?? '')).toMatchObject({ status: 403, body: { code: 'insufficient_access' } })
    })
  if (capability !== undefined && capability !== 'ViewBase')
    test('403 with a portal token that may only read', async () => {
      const answer = await callWith(operation, portal.readOnly ?? '')
      expect(answer).toMatchObject({ status: 403, body: { code: 'insufficient_access', detail: expect.stringContaining(capability) } })
    })
  if (capability !== undefined && operation.path.includes('{app_id}'))
    test('404 with the portal token of another merchant', async () => {
      expect(await callWith(operation, portal.other ?? '')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    })

  if (operation.body)
    test('422 for a body that is not JSON, not an object, or wrong in any one field', async () => {
      const valid = validBodies[operationId]
      expect(valid, `a valid body of ${operationId}`).toBeDefined()
      const post = (body: unknown) => callWith(operation, keys.admin ?? '', body)
      expect(await post('{"a":')).toMatchObject({ status: 422, body: { detail: [{ loc: ['body'], type: 'value_error.jsondecode' }] } })
      expect(await post(new Uint8Array([0xff, 0xfe]))).toMatchObject({
        status: 422,
        body: { detail: [{ type: 'value_error.jsondecode' }] },
      })
      expect(await post('[]')).toMatchObject({ status: 422, body: { detail: [{ loc: ['body'] }] } })
      for (const field of Object.keys((operation.body as z.ZodObject).shape)) {
        const answer = await post({ ...(valid as object), [field]: [[]] })
        expect([field, answer.status]).toEqual([field, 422])
        expect(answer.body.detail[0]).toEqual({
          loc: expect.arrayContaining(['body', field]),
          msg: expect.any(String),
          type: expect.any(String),
        })
      }
    })

  if (operation.query)
    test('422 for a query that is wrong in any one parameter', async () => {
      for (const parameter of Object.keys(operation.query?.shape ?? {})) {
        const answer = await callerOf(here.url, keys.admin ?? '')(
          operation.method,
          `${pathOf(operation)}?${parameter}=%00`,
          validBodies[operationId],
        )
        expect([parameter, answer.status]).toEqual([parameter, 422])
        expect(answer.body.detail[0].loc.slice(0, 2)).toEqual(['query', parameter])
      }
    })
})

test('what names nobody shows nobody else: lists of a stranger are empty', async () => {
  for (const path of ['/app', '/event-type']) expect((await stranger.call('get', path)).body.data).toEqual([])
})

test('ids that are none, of another kind, or unstorable are not found', async () => {
  for (const id of ['app_zzzzzzzzzzzzzzzzzzzzzzzzzz', ids.endpoint_id, 'nobody', '%00', '%ED%A0%80'])
    expect((await tenant.call('get', `/app/${id}`)).status).toBe(404)
})

// Deletions last: the others need what they delete.
const inOrder = [...operations].sort(
  (a, b) => Number(a.method === 'delete') - Number(b.method === 'delete') || b.path.length - a.path.length,
)

const lastEntry = () => prisma.auditEntry.findFirst({ where: { environmentId: tenant.context.environmentId }, orderBy: { id: 'desc' } })
/** Whether the audit log tells of it. */
const isTold = ({ operationId, method, permission }: Operation) =>
  method !== 'get' && (permission !== 'read' || operationId === logout) && !untold.includes(operationId)

test('every operation answers as it is documented, and the audit log tells who has written what', async () => {
  for (const operation of inOrder) {
    const { operationId, responses } = operation
    const before = await lastEntry()
    const answer = await callWith(operation, { [logout]: portal.other, [exchange]: portal.once }[operationId] ?? keys.admin ?? '')
    expect([operationId, Object.keys(responses)]).toEqual([operationId, expect.arrayContaining([String(answer.status)])])
    const schema = responses[answer.status]
    if (schema) expect([operationId, undocumented(schema, answer.body)]).toEqual([operationId, null])
    else expect([operationId, answer.text]).toEqual([operationId, ''])
    const entry = await lastEntry()
    if (!isTold(operation)) continue
    expect([operationId, entry?.id !== before?.id, entry?.actorKind]).toEqual([
      operationId,
      true,
      operationId === logout ? 'portal' : 'key',
    ])
  }
})

/** What is wrong with an answer by its schema, members that the schema does not have included. */
function undocumented(schema: z.ZodType, body: unknown): string | null {
  const result = schema.safeParse(body)
  if (!result.success) return z.prettifyError(result.error)
  return JSON.stringify(sorted(result.data)) === JSON.stringify(sorted(body)) ? null : `not documented: ${JSON.stringify(body)}`
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => a.localeCompare(b))
            .map(([name, member]) => [name, sorted(member)]),
        )
      : value

test('every operation that merchants may call is one', () => {
  const names = new Set(operations.map(operation => operation.operationId))
  expect(Object.keys(portalAccess).filter(name => !names.has(name))).toEqual([])
})

test('operation ids are unique, and so are method and path', () => {
  expect(new Set(operations.map(operation => operation.operationId)).size).toBe(operations.length)
  expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(operations.length)
})
