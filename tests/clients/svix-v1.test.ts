import { ApiException, Svix, Webhook } from 'svix-v1'
import { beforeEach, expect, test } from 'vitest'
import { createTenant, here, setUpServer } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

/** The client before: older names of fields and methods, among them those that it reads from every answer. */
setUpServer()
const receiver = setUpReceiver({ worker: true })
let svix: Svix
let appId: string

beforeEach(async () => {
  svix = new Svix((await createTenant()).token, { serverUrl: here.url })
  appId = (await svix.application.create({ name: 'Shop', uid: 'shop' })).id
})

test('application: rateLimit in and out', async () => {
  const made = await svix.application.create({ name: 'Joe', uid: 'joe', rateLimit: 5 })
  expect(made).toMatchObject({ name: 'Joe', uid: 'joe', rateLimit: 5, throttleRate: 5 })
  expect(await svix.application.update('joe', { name: 'Joe II', throttleRate: 7 })).toMatchObject({
    name: 'Joe II',
    uid: 'joe',
    rateLimit: 7,
  })
  expect(await svix.application.patch('joe', { name: 'Joe III' })).toMatchObject({ name: 'Joe III', rateLimit: 7 })
  expect(await svix.application.getOrCreate({ name: 'Other', uid: 'joe' })).toMatchObject({ id: made.id, name: 'Joe III' })
  expect((await svix.application.list({ limit: 1 })).done).toBe(false)
  await svix.application.delete('joe')
  await expect(svix.application.get('joe')).rejects.toMatchObject({ code: 404 })
})

test('endpoint: filterTypes and rateLimit in and out, version 1', async () => {
  await svix.eventType.create({ name: 'order.paid', description: 'x' })
  const made = await svix.endpoint.create(appId, { url: 'https://example.com/hook', filterTypes: ['order.paid'], rateLimit: 9, version: 1 })
  expect(made).toMatchObject({
    filterTypes: ['order.paid'],
    rateLimit: 9,
    throttleRate: 9,
    version: 1,
    disabled: false,
  })
  const updated = await svix.endpoint.update(appId, made.id, { url: made.url, filterTypes: [] })
  expect(updated).toMatchObject({ filterTypes: null, rateLimit: null, version: 1 })
  expect(await svix.endpoint.patch(appId, made.id, { filterTypes: ['order.paid'] })).toMatchObject({ filterTypes: ['order.paid'] })
  expect((await svix.endpoint.list(appId)).data).toMatchObject([{ id: made.id, filterTypes: ['order.paid'], version: 1 }])
  await svix.endpoint.delete(appId, made.id)
  await expect(svix.endpoint.get(appId, made.id)).rejects.toMatchObject({ code: 404 })
})

test('endpoint: secret and headers by their older names', async () => {
  const { id } = await svix.endpoint.create(appId, { url: 'https://example.com/hook' })
  const { key } = await svix.endpoint.getSecret(appId, id)
  await svix.endpoint.rotateSecret(appId, id)
  expect((await svix.endpoint.getSecret(appId, id)).key).not.toBe(key)
  await svix.endpoint.updateHeaders(appId, id, { headers: { 'X-A': '1' } })
  await svix.endpoint.headersPatch(appId, id, { headers: { 'X-B': '2' } })
  expect(await svix.endpoint.getHeaders(appId, id)).toEqual({ headers: { 'X-A': '1', 'X-B': '2' }, sensitive: [] })
})

test('endpoint: stats, example, transformation and replays by their older names', async () => {
  const { id } = await svix.endpoint.create(appId, { url: receiver.inbox().url })
  await svix.message.create(appId, { eventType: 'order.paid', payload: { a: 1 } })
  const { success, pending, sending, fail } = await svix.endpoint.getStats(appId, id)
  expect([success + pending, sending, fail]).toEqual([1, 0, 0])
  expect(await svix.endpoint.sendExample(appId, id, { eventType: 'svix.ping' })).toMatchObject({ payload: { success: true } })
  const code = 'function handler(webhook) { return webhook }'
  await svix.endpoint.patchTransformation(appId, id, { code })
  expect(await svix.endpoint.transformationGet(appId, id)).toMatchObject({ code, enabled: false })
  const since = new Date(Date.now() - 3_600_000)
  expect(await svix.endpoint.recover(appId, id, { since })).toMatchObject({ task: 'endpoint.recover' })
  expect(await svix.endpoint.replayMissing(appId, id, { since })).toMatchObject({ task: 'endpoint.replay' })
  expect((await svix.backgroundTask.list()).data).toHaveLength(2)
})

test('message: precheck and expunge; authentication by its older name', async () => {
  expect(await svix.message.precheck(appId, { eventType: 'order.paid' })).toEqual({ active: false })
  const { id } = await svix.message.create(appId, { eventType: 'order.paid', payload: { a: 1 } })
  await svix.message.expungeContent(appId, id)
  expect(await svix.message.get(appId, id)).toMatchObject({ payload: { expired: true } })
  for (const access of [await svix.authentication.dashboardAccess(appId), await svix.authentication.appPortalAccess(appId, {})])
    expect(access).toEqual({ url: expect.stringContaining('/portal/'), token: expect.stringMatching(/^ptok_/) })
})

test('event type: featureFlag', async () => {
  expect(await svix.eventType.create({ name: 'order.paid', description: 'x', featureFlag: 'beta' })).toMatchObject({ featureFlag: 'beta' })
  expect(await svix.eventType.update('order.paid', { description: 'y' })).toMatchObject({ description: 'y', featureFlag: null })
  expect(await svix.eventType.patch('order.paid', { archived: true })).toMatchObject({ archived: true })
  expect((await svix.eventType.list()).data).toEqual([])
  expect(await svix.eventType.create({ name: 'order.paid', description: 'z' })).toMatchObject({ archived: false, description: 'z' })
  await svix.eventType.delete('order.paid')
  expect(await svix.eventType.get('order.paid')).toMatchObject({ archived: true })
})

test('message: the client shows the payload that it sent, and reads it back', async () => {
  const made = await svix.message.create(appId, { eventType: 'order.paid', payload: { a: 1 } })
  expect(made).toMatchObject({ payload: { a: 1 }, eventType: 'order.paid', channels: null })
  expect(await svix.message.get(appId, made.id)).toMatchObject({ payload: { a: 1 } })
  expect((await svix.message.list(appId)).data).toMatchObject([{ id: made.id, payload: { a: 1 } }])
})

test('attempts of a delivered message, which verifies, and a resend', async () => {
  const inbox = receiver.inbox()
  const endpoint = await svix.endpoint.create(appId, { url: inbox.url })
  const message = await svix.message.create(appId, { eventType: 'order.paid', payload: { a: 1 } })
  const [first] = await inbox.arrived(1)
  const { key } = await svix.endpoint.getSecret(appId, endpoint.id)
  expect(new Webhook(key).verify(String(first?.body), first?.headers as Record<string, string>)).toEqual({ a: 1 })
  await svix.messageAttempt.resend(appId, message.id, endpoint.id)
  const attempts = await until('both attempts are recorded', async () => {
    const { data } = await svix.messageAttempt.listByEndpoint(appId, endpoint.id)
    return data.length === 2 ? data : null
  })
  expect(attempts).toMatchObject([
    { status: 0, statusText: 'success', triggerType: 1, response: 'ok', responseStatusCode: 200 },
    { status: 0, statusText: 'success', triggerType: 0 },
  ])
  expect((await svix.messageAttempt.listByMsg(appId, message.id)).data).toHaveLength(2)
  expect(await svix.messageAttempt.get(appId, message.id, attempts[0]?.id ?? '')).toMatchObject({ url: inbox.url })
  expect((await svix.messageAttempt.listAttemptedMessages(appId, endpoint.id)).data).toMatchObject([{ id: message.id, status: 0 }])
  expect((await svix.messageAttempt.listAttemptedDestinations(appId, message.id)).data).toMatchObject([{ id: endpoint.id, status: 0 }])
})

test('health, and errors as the client reads them', async () => {
  await svix.health.get()
  await expect(svix.endpoint.create(appId, { url: 'nonsense' })).rejects.toBeInstanceOf(ApiException)
  await expect(svix.endpoint.create(appId, { url: 'nonsense' })).rejects.toMatchObject({ code: 422 })
  await expect(svix.message.create('nobody', { eventType: 'a', payload: {} })).rejects.toMatchObject({ code: 404 })
})
