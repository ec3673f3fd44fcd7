import { Svix as SvixV1 } from 'svix-v1'
import { ApiException, AppPortalCapability, Svix, Webhook } from 'svix-v2'
import { expect, test } from 'vitest'
import { createTenant, here, setUpServer } from '#tests/support/tenant.ts'
import { setUpReceiver } from '#tests/support/workers.ts'

setUpServer()
const receiver = setUpReceiver({ worker: true })

const clients = async () => {
  const { token } = await createTenant()
  return { svix: new Svix(token, { serverUrl: here.url }), v1: new SvixV1(token, { serverUrl: here.url }) }
}

test('endpoints for operational events, and the events they get', async () => {
  const { svix, v1 } = await clients()
  const { endpoint: endpoints } = svix.operationalWebhook
  const inbox = receiver.inbox()
  const created = await endpoints.create({ url: inbox.url, eventTypes: ['endpoint.created'], uid: 'operations' })
  expect(created).toMatchObject({ url: inbox.url, uid: 'operations', eventTypes: ['endpoint.created'], createdAt: expect.any(Date) })
  expect((await endpoints.list()).data).toEqual([created])
  expect((await v1.operationalWebhookEndpoint.list()).data).toMatchObject([{ id: created.id, filterTypes: ['endpoint.created'] }])
  expect(await endpoints.upsert('operations', { url: inbox.url, eventTypes: ['endpoint.created'], description: 'x' })).toMatchObject({
    id: created.id,
    description: 'x',
  })
  await endpoints.setHeaders(created.id, { headers: { 'x-a': 'b' } })
  expect(await endpoints.getHeaders(created.id)).toEqual({ headers: { 'x-a': 'b' }, sensitive: [] })
  await endpoints.rotateSecret(created.id, {})

  const application = await svix.application.create({ name: 'Shop' })
  const merchants = await svix.endpoint.create(application.id, { url: 'https://example.com/' })
  const [event] = await inbox.arrived(1)
  new Webhook((await endpoints.getSecret(created.id)).key).verify(event!.body, event!.headers as Record<string, string>)
  expect(JSON.parse(event!.body.toString())).toEqual({
    type: 'endpoint.created',
    data: { appId: application.id, endpointId: merchants.id },
  })
  await endpoints.delete(created.id)
  await expect(endpoints.get(created.id)).rejects.toMatchObject({ code: 404 })
  expect((await svix.application.list()).data.map(({ id }) => id)).toEqual([application.id])
})

test('portal tokens of both generations', async () => {
  const { svix, v1 } = await clients()
  const { id } = await svix.application.create({ name: 'Shop' })
  const access = await svix.authentication.appPortalAccess(id, {
    capabilities: [AppPortalCapability.ViewBase],
    expiry: 3600,
    sessionId: 'a',
  })
  const merchant = new Svix(access.token, { serverUrl: here.url })
  expect((await merchant.application.get(id)).id).toBe(id)
  await expect(merchant.endpoint.create(id, { url: 'https://example.com/' })).rejects.toBeInstanceOf(ApiException)
  const old = await v1.authentication.dashboardAccess(id)
  await new Svix(old.token, { serverUrl: here.url }).authentication.logout()
  await svix.authentication.expireAll(id, { sessionIds: ['a'] })
  expect(old.url).toContain(`#token=${old.token}`)
})
