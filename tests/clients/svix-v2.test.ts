import { ApiException, messageInRaw, Ordering, Svix, Webhook } from 'svix-v2'
import { beforeEach, expect, test } from 'vitest'
import type { Inbox } from '#tests/support/receiver.ts'
import { createTenant, here, setUpServer } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

/** The newest official client, with nothing changed but the address and the token. */
setUpServer()
const receiver = setUpReceiver({ worker: true })
let svix: Svix
let appId: string

beforeEach(async () => {
  svix = new Svix((await createTenant()).token, { serverUrl: here.url })
  appId = (await svix.application.create({ name: 'Shop', uid: 'shop' })).id
})

async function deliver(inbox: Inbox = receiver.inbox()) {
  const endpoint = await svix.endpoint.create(appId, { url: inbox.url })
  const message = await svix.message.create(appId, { eventType: 'order.paid', payload: { order: 7890 }, channels: ['eu'], tags: ['a'] })
  await inbox.arrived(1)
  const [attempt] = await until('the attempt is recorded', async () => {
    const { data } = await svix.messageAttempt.listByMsg(appId, message.id)
    return data.length > 0 ? data : null
  })
  return { endpoint, message, attempt: attempt!, inbox }
}

test('application: create, get, upsert, patch, getOrCreate, list, delete', async () => {
  const made = await svix.application.create({ name: 'Joe', uid: 'joe', throttleRate: 5, metadata: { a: 'b' } })
  expect(made).toMatchObject({ id: expect.stringMatching(/^app_/), name: 'Joe', uid: 'joe', throttleRate: 5, metadata: { a: 'b' } })
  expect(made.createdAt).toBeInstanceOf(Date)
  expect(made.updatedAt.getTime()).not.toBeNaN()
  expect(await svix.application.get('joe')).toEqual(made)
  expect(await svix.application.upsert('joe', { name: 'Joe II' })).toMatchObject({ id: made.id, name: 'Joe II', uid: 'joe', metadata: {} })
  expect(await svix.application.patch(made.id, { metadata: { c: 'd' } })).toMatchObject({ name: 'Joe II', metadata: { c: 'd' } })
  expect(await svix.application.getOrCreate({ name: 'Other', uid: 'joe' })).toMatchObject({ id: made.id, name: 'Joe II' })
  const first = await svix.application.list({ limit: 1 })
  expect(first).toMatchObject({ done: false, data: [{ uid: 'shop' }] })
  expect(await svix.application.list({ limit: 1, iterator: first.iterator })).toMatchObject({ done: true, data: [{ uid: 'joe' }] })
  expect(await svix.application.list({ order: Ordering.Descending })).toMatchObject({ data: [{ uid: 'joe' }, { uid: 'shop' }] })
  await svix.application.delete('joe')
  await expect(svix.application.get('joe')).rejects.toMatchObject({ code: 404 })
})

test('endpoint: create, get, upsert, patch, list, delete', async () => {
  await svix.eventType.create({ name: 'order.paid', description: 'x' })
  const made = await svix.endpoint.create(appId, {
    url: 'https://example.com/hook',
    description: 'main',
    uid: 'main',
    eventTypes: ['order.paid'],
    channels: ['eu'],
    throttleRate: 9,
    metadata: { a: 'b' },
    headers: { 'x-a': 'b' },
  })
  expect(made).toMatchObject({
    id: expect.stringMatching(/^ep_/),
    url: 'https://example.com/hook',
    description: 'main',
    uid: 'main',
    disabled: false,
    eventTypes: ['order.paid'],
    channels: ['eu'],
    throttleRate: 9,
    metadata: { a: 'b' },
  })
  expect(await svix.endpoint.get(appId, 'main')).toEqual(made)
  const replaced = await svix.endpoint.upsert(appId, 'main', { url: 'https://example.com/2' })
  expect(replaced).toMatchObject({ id: made.id, uid: 'main', url: 'https://example.com/2', eventTypes: null, channels: null, metadata: {} })
  expect(await svix.endpoint.patch(appId, made.id, { disabled: true })).toMatchObject({ disabled: true })
  expect(await svix.endpoint.list(appId)).toMatchObject({ done: true, data: [{ id: made.id }] })
  await svix.endpoint.delete(appId, made.id)
  await expect(svix.endpoint.get(appId, made.id)).rejects.toMatchObject({ code: 404 })
})

test('endpoint: secret and headers', async () => {
  const { id } = await svix.endpoint.create(appId, { url: 'https://example.com/hook' })
  const { key } = await svix.endpoint.getSecret(appId, id)
  expect(key).toMatch(/^whsec_/)
  await svix.endpoint.rotateSecret(appId, id, { key: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', gracePeriodSeconds: 60 })
  expect(await svix.endpoint.getSecret(appId, id)).toEqual({ key: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  await svix.endpoint.setHeaders(appId, id, { headers: { 'X-A': '1', 'X-B': '2', Authorization: 'secret' } })
  expect(await svix.endpoint.getHeaders(appId, id)).toEqual({ headers: { 'X-A': '1', 'X-B': '2' }, sensitive: ['Authorization'] })
  await svix.endpoint.patchHeaders(appId, id, { headers: { 'x-c': '3' }, deleteHeaders: ['x-a'] })
  expect(await svix.endpoint.getHeaders(appId, id)).toEqual({ headers: { 'X-B': '2', 'x-c': '3' }, sensitive: ['Authorization'] })
})

test('event type: create, get, upsert, patch, list, delete', async () => {
  const schemas = { '1': { type: 'object', examples: [{ a: 1 }] } }
  const made = await svix.eventType.create({ name: 'order.paid', description: 'Paid', schemas, groupName: 'order', featureFlags: ['beta'] })
  expect(made).toMatchObject({ name: 'order.paid', description: 'Paid', archived: false, deprecated: false, schemas, groupName: 'order' })
  expect(made.featureFlags).toEqual(['beta'])
  expect(await svix.eventType.get('order.paid')).toEqual(made)
  expect(await svix.eventType.upsert('order.paid', { description: 'Paid!' })).toMatchObject({ description: 'Paid!', schemas: null })
  expect(await svix.eventType.patch('order.paid', { deprecated: true })).toMatchObject({ deprecated: true, description: 'Paid!' })
  expect(await svix.eventType.list()).toMatchObject({ done: true, data: [{ name: 'order.paid' }] })
  const spec = { openapi: '3.1.0', webhooks: { 'order.lost': { post: { description: 'Lost' } } } }
  const planned = await svix.eventType.importOpenapi({ spec, dryRun: true })
  expect(planned.data).toEqual({ modified: [], toModify: [expect.objectContaining({ name: 'order.lost', description: 'Lost' })] })
  expect((await svix.eventType.importOpenapi({ specRaw: JSON.stringify(spec) })).data.modified).toEqual(['order.lost'])
  await svix.eventType.delete('order.lost', { expunge: true })
  await svix.eventType.delete('order.paid')
  expect((await svix.eventType.list()).data).toEqual([])
  expect((await svix.eventType.list({ includeArchived: true })).data).toMatchObject([{ archived: true }])
  await svix.eventType.delete('order.paid', { expunge: true })
  await expect(svix.eventType.get('order.paid')).rejects.toMatchObject({ code: 404 })
})

test('message: create, get, list', async () => {
  const made = await svix.message.create(appId, {
    eventType: 'order.paid',
    eventId: 'order-7',
    payload: { a: 1 },
    channels: ['eu'],
    tags: ['t'],
  })
  expect(made).toMatchObject({
    id: expect.stringMatching(/^msg_/),
    eventType: 'order.paid',
    eventId: 'order-7',
    channels: ['eu'],
    tags: ['t'],
  })
  expect(made.timestamp).toBeInstanceOf(Date)
  expect(await svix.message.get(appId, 'order-7', { withContent: true })).toMatchObject({ id: made.id, payload: { a: 1 } })
  expect(await svix.message.list(appId, { eventTypes: ['order.paid', 'x'], withContent: true })).toMatchObject({
    done: true,
    data: [{ id: made.id, payload: { a: 1 } }],
  })
  expect((await svix.message.list(appId, { tag: 'other' })).data).toEqual([])
  await expect(svix.message.create(appId, { eventType: 'order.paid', eventId: 'order-7', payload: {} })).rejects.toMatchObject({
    code: 409,
  })
})

test('a delivered message verifies, and so does a raw one', async () => {
  const { endpoint, message, inbox } = await deliver()
  const { key } = await svix.endpoint.getSecret(appId, endpoint.id)
  const [first] = inbox.received
  expect(JSON.parse(String(first?.body))).toEqual({ order: 7890 })
  expect(first?.headers['webhook-id']).toBe(message.id)
  new Webhook(key).verify(String(first?.body), first?.headers as Record<string, string>)
  await svix.message.create(appId, messageInRaw('order.paid', '<paid/>', 'application/xml'))
  const [, raw] = await inbox.arrived(2)
  expect([String(raw?.body), raw?.headers['content-type']]).toEqual(['<paid/>', 'application/xml'])
  new Webhook(key).verify(String(raw?.body), raw?.headers as Record<string, string>)
})

test('message attempt: lists, get, destinations, messages', async () => {
  const { endpoint, message, attempt } = await deliver()
  expect(attempt).toMatchObject({
    id: expect.stringMatching(/^atmpt_/),
    msgId: message.id,
    endpointId: endpoint.id,
    url: endpoint.url,
    responseStatusCode: 200,
    status: 0,
    statusText: 'success',
    triggerType: 0,
  })
  expect(attempt.responseDurationMs).toBeGreaterThanOrEqual(0)
  expect(await svix.messageAttempt.get(appId, message.id, attempt.id)).toMatchObject({ id: attempt.id, response: 'ok' })
  const listed = await svix.messageAttempt.listByEndpoint(appId, endpoint.id, { withMsg: true, withContent: true, status: 0 })
  expect(listed).toMatchObject({
    done: true,
    data: [{ id: attempt.id, response: 'ok', msg: { id: message.id, payload: { order: 7890 } } }],
  })
  const messages = await svix.messageAttempt.listAttemptedMessages(appId, endpoint.id, { channel: 'eu' })
  expect(messages).toMatchObject({ data: [{ id: message.id, status: 0, statusText: 'success', nextAttempt: null }] })
  const destinations = await svix.messageAttempt.listAttemptedDestinations(appId, message.id)
  expect(destinations).toMatchObject({ data: [{ id: endpoint.id, url: endpoint.url, status: 0, statusText: 'success' }] })
})

test('message attempt: resend', async () => {
  const { endpoint, message, inbox } = await deliver()
  await svix.messageAttempt.resend(appId, message.id, endpoint.id)
  await inbox.arrived(2)
  const attempts = await until('both attempts are recorded', async () => {
    const { data } = await svix.messageAttempt.listByMsg(appId, message.id)
    return data.length === 2 ? data : null
  })
  expect(attempts.map(attempt => attempt.triggerType)).toEqual([1, 0])
})

test('endpoint: stats, example, transformation', async () => {
  const { endpoint } = await deliver()
  const none = { success: 0, pending: 0, sending: 0, fail: 0, canceled: 0 }
  expect(await svix.endpoint.getStats(appId, endpoint.id)).toMatchObject({ ...none, success: 1 })
  expect(await svix.endpoint.getStats(appId, endpoint.id, { until: new Date(Date.now() - 60_000) })).toMatchObject(none)
  const example = await svix.endpoint.sendExample(appId, endpoint.id, { eventType: 'svix.ping' })
  expect(example).toMatchObject({ id: expect.stringMatching(/^msg_/), eventType: 'svix.ping', payload: { success: true } })
  await expect(svix.endpoint.sendExample(appId, endpoint.id, { eventType: 'nobody' })).rejects.toMatchObject({ code: 404 })
  const code = 'function handler(webhook) { return webhook }'
  await svix.endpoint.transformation.patch(appId, endpoint.id, { code, variables: { a: 'b' } })
  expect(await svix.endpoint.transformation.get(appId, endpoint.id)).toMatchObject({ code, enabled: false, variables: { a: 'b' } })
  await expect(svix.endpoint.transformation.patch(appId, endpoint.id, { enabled: true })).rejects.toMatchObject({ code: 422 })
})

test('endpoint: recover, replay missing and bulk replay, as background tasks', async () => {
  const { endpoint } = await deliver()
  const since = new Date(Date.now() - 3_600_000)
  const recover = await svix.endpoint.recover(appId, endpoint.id, { since })
  expect(recover).toMatchObject({ id: expect.stringMatching(/^qtask_/), task: 'endpoint.recover' })
  expect(recover.updatedAt.getTime()).not.toBeNaN()
  expect(await svix.endpoint.replayMissing(appId, endpoint.id, { since })).toMatchObject({ task: 'endpoint.replay' })
  expect(await svix.endpoint.bulkReplay(appId, endpoint.id, { since, eventTypes: ['order.paid'] })).toMatchObject({
    task: 'endpoint.bulk-replay',
  })
  expect(await svix.backgroundTask.get(recover.id)).toMatchObject({ id: recover.id, data: expect.any(Object) })
  expect((await svix.backgroundTask.list()).data).toHaveLength(3)
})

test('message: precheck, deliver later, expunge', async () => {
  expect(await svix.message.precheck(appId, { eventType: 'order.paid' })).toEqual({ active: false })
  await svix.endpoint.create(appId, { url: 'https://example.com/hook' })
  expect(await svix.message.precheck(appId, { eventType: 'order.paid', channels: ['eu'] })).toEqual({ active: true })
  const deliverAt = new Date(Date.now() + 3_600_000)
  const later = await svix.message.create(appId, { eventType: 'order.paid', payload: { a: 1 }, deliverAt })
  expect(later.deliverAt).toEqual(deliverAt)
  await svix.message.expungeContent(appId, later.id)
  expect(await svix.message.get(appId, later.id, { withContent: true })).toMatchObject({ payload: { expired: true } })
  const { results } = await svix.message.bulkExpungeContent(appId, { ids: [later.id, 'nobody'] })
  expect(results).toEqual({ [later.id]: 'expunged', nobody: 'not-found' })
})

test('message attempt: expunge', async () => {
  const { message, attempt } = await deliver()
  await svix.messageAttempt.expungeContent(appId, message.id, attempt.id)
  expect(await svix.messageAttempt.get(appId, message.id, attempt.id)).toMatchObject({ response: 'EXPUNGED' })
})

const refused = (client: Svix) =>
  until('the token is refused', () =>
    client.application.get(appId).then(
      () => false,
      error => error.code === 401 || Promise.reject(error),
    ),
  )

test('authentication: portal access, expire all, logout', async () => {
  const { url: portal, token } = await svix.authentication.appPortalAccess(appId, { sessionId: 'support' })
  expect([portal, token]).toEqual([expect.stringContaining('/portal/'), expect.stringMatching(/^ptok_/)])
  const merchant = new Svix(token, { serverUrl: here.url })
  expect(await merchant.application.get(appId)).toMatchObject({ id: appId })
  await svix.authentication.expireAll(appId, { sessionIds: ['support'] })
  await refused(merchant)
  const second = new Svix((await svix.authentication.appPortalAccess(appId, {})).token, { serverUrl: here.url })
  await second.authentication.logout()
  await refused(second)
})

test('operational webhook: create, get, upsert, list, secret, headers, delete', async () => {
  const { endpoint } = svix.operationalWebhook
  const made = await endpoint.create({ url: 'https://example.com/operations', description: 'ours' })
  expect(made).toMatchObject({ id: expect.stringMatching(/^ep_/), description: 'ours' })
  expect(await endpoint.get(made.id)).toEqual(made)
  expect(await endpoint.upsert(made.id, { url: made.url })).toMatchObject({ id: made.id, description: '' })
  expect((await endpoint.list()).data).toMatchObject([{ id: made.id }])
  const { key } = await endpoint.getSecret(made.id)
  await endpoint.rotateSecret(made.id, {})
  expect((await endpoint.getSecret(made.id)).key).not.toBe(key)
  await endpoint.setHeaders(made.id, { headers: { 'X-A': '1' } })
  expect(await endpoint.getHeaders(made.id)).toEqual({ headers: { 'X-A': '1' }, sensitive: [] })
  await endpoint.delete(made.id)
  await expect(endpoint.get(made.id)).rejects.toMatchObject({ code: 404 })
})

test('health, and errors as the client reads them', async () => {
  await svix.health.get()
  await expect(svix.application.get('nobody')).rejects.toBeInstanceOf(ApiException)
  await expect(svix.application.get('nobody')).rejects.toMatchObject({ code: 404 })
  await expect(svix.application.create({ name: '' })).rejects.toMatchObject({ code: 422 })
  await expect(svix.application.create({ name: 'x', uid: 'shop' })).rejects.toMatchObject({ code: 409 })
  await expect(new Svix('garbage', { serverUrl: here.url }).application.list()).rejects.toMatchObject({ code: 401 })
})
