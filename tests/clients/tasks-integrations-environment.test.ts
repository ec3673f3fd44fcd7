import { Svix as SvixV1 } from 'svix-v1'
import { BackgroundTaskType, Svix } from 'svix-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTenant, here, setUpServer } from '#tests/support/tenant.ts'
import { until } from '#tests/support/until.ts'
import { startTestWorker, stopWorkers } from '#tests/support/workers.ts'

setUpServer()
beforeAll(async () => {
  await startTestWorker()
})
afterAll(() => stopWorkers())

async function clients() {
  const { token } = await createTenant()
  const svix = new Svix(token, { serverUrl: here.url })
  const { id } = await svix.application.create({ name: 'Shop', uid: 'shop' })
  return { svix, v1: new SvixV1(token, { serverUrl: `${here.url}/` }), appId: id }
}

const finished = (client: Svix | SvixV1, { id }: { id: string }) =>
  until('the task has finished', async () => {
    const task = await client.backgroundTask.get(id)
    return task.status === 'finished' ? task : null
  })

test('background tasks of both generations: expunge all, statistics', async () => {
  const { svix, v1, appId } = await clients()
  const message = await svix.message.create(appId, { eventType: 'order.paid', payload: { a: 1 } })
  for (const client of [svix, v1]) {
    const purge = await client.message.expungeAllContents(appId)
    expect(purge).toMatchObject({ status: 'running', task: 'application.purge_content', updatedAt: expect.any(Date) })
    expect((await finished(client, purge)).data).toEqual({ messagesPurged: client === svix ? 1 : 0 })
    const types = await client.statistics.aggregateEventTypes()
    expect((await finished(client, types)).data).toEqual({
      event_types: [{ appId, explicitlySubscribedEventTypes: [], hasCatchAllEndpoint: false }],
    })
    const usage = await client.statistics.aggregateAppStats({ since: new Date(0), until: new Date(), appIds: ['shop', 'nobody'] })
    expect(usage).toMatchObject({ task: 'application.stats', unresolvedAppIds: ['nobody'] })
    expect((await finished(client, usage)).data).toEqual({ appStats: [{ appId, appUid: 'shop', messageDestinations: 0 }] })
  }
  expect((await svix.message.get(appId, message.id, { withContent: true })).payload).toEqual({ expired: true })
  expect((await svix.backgroundTask.list({ limit: 3 })).data).toHaveLength(3)
  const counts = await Promise.all(
    Object.values(BackgroundTaskType).map(async task => [task, (await svix.backgroundTask.list({ task })).data.length]),
  )
  expect(Object.fromEntries(counts)).toMatchObject({
    'application.stats': 2,
    'message.broadcast': 0,
    'sdk.generate': 0,
    'endpoint.replay': 0,
  })
})

test('integrations of both generations', async () => {
  const { svix, v1, appId } = await clients()
  const made = await v1.integration.create(appId, { name: 'Zapier', featureFlags: ['beta'] })
  const { key } = await v1.integration.getKey(appId, made.id)
  expect((await new SvixV1(key, { serverUrl: here.url }).application.get(appId)).id).toBe(appId)
  await expect(v1.integration.getKey(appId, made.id)).rejects.toMatchObject({ code: 409 })
  const rotated = await svix.integration.rotateKey(appId, made.id)
  const merchant = new Svix(rotated.key, { serverUrl: here.url })
  expect((await merchant.endpoint.create(appId, { url: 'https://example.com/' })).url).toBe('https://example.com/')
  expect(await svix.integration.update(appId, made.id, { name: 'Make' })).toMatchObject({ id: made.id, name: 'Make', featureFlags: [] })
  expect((await svix.integration.list(appId)).data).toEqual([await svix.integration.get(appId, made.id)])
  await svix.integration.delete(appId, made.id)
  await expect(svix.integration.get(appId, made.id)).rejects.toMatchObject({ code: 404 })
})

test('environment export and import of both generations', async () => {
  const { svix, v1 } = await clients()
  const other = await clients()
  await svix.eventType.create({ name: 'order.paid', description: 'Paid', schemas: { 1: { type: 'object' } }, featureFlags: ['beta'] })
  for (const [from, to] of [
    [svix, other.v1],
    [v1, other.svix],
  ] as const) {
    const { eventTypes, settings, connectors, version } = await from.environment.export()
    expect([version, connectors, settings]).toEqual([1, [], expect.objectContaining({ headerStyle: 'standard' })])
    await to.environment.import({ eventTypes, settings: { ...settings, headerStyle: 'both' }, connectors: [] })
    expect(await to.environment.export()).toMatchObject({
      eventTypes: [{ name: 'order.paid', description: 'Paid', schemas: { 1: { type: 'object' } }, featureFlags: ['beta'] }],
      settings: { headerStyle: 'both' },
    })
  }
  await expect(svix.environment.import({ settings: { headerStyle: 'neither' } })).rejects.toMatchObject({ code: 422 })
})
