import { examples } from '#server/rest/examples.ts'

/**
 * A call of every method that is inside the promise, in an order in which each finds what it needs. In arguments and
 * bodies `$name` stands for what an earlier call kept.
 */
export type Step = {
  /** By the name that it has in the JavaScript client. */
  method: string
  arguments?: string[]
  body?: object
  /** Fields of the parsed answer that must be there; with `until`, it is asked again until the list has an item. */
  has?: string[]
  until?: true
  keep?: Record<string, string>
  token?: string
}

const app = ['$app']
const hook = ['$app', '$endpoint']
const message = ['$app', '$message']
const attempt = ['$app', '$message', '$attempt']
const alert = ['$alert']
const lists = ['data', 'done']
const since = new Date(Date.now() - 3_600_000).toISOString()
const until = new Date().toISOString()

const applications: Step[] = [
  { method: 'health.get' },
  { method: 'application.create', body: examples.ApplicationIn!, has: ['id', 'uid', 'name', 'createdAt'], keep: { app: 'id' } },
  { method: 'application.getOrCreate', body: examples.ApplicationIn!, has: ['id'] },
  { method: 'application.list', has: lists },
  { method: 'application.get', arguments: app, has: ['id', 'metadata'] },
  { method: 'application.upsert', arguments: app, body: examples.ApplicationIn!, has: ['id'] },
  { method: 'application.patch', arguments: app, body: { name: 'Acme' }, has: ['name'] },
]

const eventTypes: Step[] = [
  { method: 'eventType.create', body: examples.EventTypeIn!, has: ['name', 'description'] },
  { method: 'eventType.list', has: lists },
  { method: 'eventType.get', arguments: ['invoice.paid'], has: ['name', 'schemas'] },
  {
    method: 'eventType.upsert',
    arguments: ['invoice.paid'],
    body: examples.EventTypeUpsertIn!,
    has: ['description'],
  },
  { method: 'eventType.patch', arguments: ['invoice.paid'], body: { description: 'Paid' }, has: ['description'] },
  {
    method: 'eventType.importOpenapi',
    body: { specRaw: '{"openapi":"3.1.0","info":{"title":"x","version":"1"},"webhooks":{"invoice.sent":{"post":{"description":"Sent"}}}}' },
    has: ['data'],
  },
]

const endpoints: Step[] = [
  { method: 'endpoint.create', arguments: app, body: { url: '$url', uid: 'hook' }, has: ['id', 'url'], keep: { endpoint: 'id' } },
  { method: 'endpoint.list', arguments: app, has: lists },
  { method: 'endpoint.get', arguments: hook, has: ['id', 'createdAt'] },
  { method: 'endpoint.upsert', arguments: hook, body: { url: '$url', uid: 'hook' }, has: ['id'] },
  { method: 'endpoint.patch', arguments: hook, body: { description: 'Billing' }, has: ['description'] },
  { method: 'endpoint.rotateSecret', arguments: hook, body: {} },
  { method: 'endpoint.getSecret', arguments: hook, has: ['key'] },
  {
    method: 'endpoint.setHeaders',
    arguments: hook,
    body: examples.EndpointHeadersIn!,
  },
  { method: 'endpoint.patchHeaders', arguments: hook, body: { headers: { 'x-tenant': 'eu' } } },
  { method: 'endpoint.getHeaders', arguments: hook, has: ['headers', 'sensitive'] },
  {
    method: 'endpoint.transformation.patch',
    arguments: hook,
    body: examples.EndpointTransformationPatch!,
  },
  { method: 'endpoint.transformation.get', arguments: hook, has: ['code'] },
  { method: 'endpoint.sendExample', arguments: hook, body: { eventType: 'svix.ping' }, has: ['id'] },
]

const messages: Step[] = [
  { method: 'message.create', arguments: app, body: examples.MessageIn!, has: ['id', 'eventType', 'timestamp'], keep: { message: 'id' } },
  { method: 'message.list', arguments: app, has: lists },
  { method: 'message.get', arguments: message, has: ['id', 'payload'] },
  { method: 'message.precheck', arguments: app, body: examples.MessagePrecheckIn!, has: ['active'] },
  { method: 'messageAttempt.listByMsg', arguments: message, has: lists, until: true, keep: { attempt: 'data.0.id' } },
  { method: 'messageAttempt.listByEndpoint', arguments: hook, has: lists },
  { method: 'messageAttempt.listAttemptedMessages', arguments: hook, has: lists },
  { method: 'messageAttempt.listAttemptedDestinations', arguments: message, has: lists },
  { method: 'messageAttempt.get', arguments: attempt, has: ['id', 'responseStatusCode', 'url'] },
  { method: 'messageAttempt.resend', arguments: ['$app', '$message', '$endpoint'] },
  { method: 'endpoint.getStats', arguments: hook, has: ['success', 'fail', 'pending', 'sending'] },
  { method: 'messageAttempt.expungeContent', arguments: attempt },
]

const replays: Step[] = [
  { method: 'endpoint.recover', arguments: hook, body: { since }, has: ['id', 'status', 'task'], keep: { task: 'id' } },
  { method: 'endpoint.replayMissing', arguments: hook, body: { since }, has: ['id', 'status', 'task'] },
  { method: 'endpoint.bulkReplay', arguments: hook, body: { since }, has: ['id', 'status', 'task'] },
  { method: 'backgroundTask.list', has: lists },
  { method: 'backgroundTask.get', arguments: ['$task'], has: ['id', 'data'] },
]

const others: Step[] = [
  { method: 'integration.create', arguments: app, body: { name: 'Zapier' }, has: ['id', 'name'], keep: { integration: 'id' } },
  { method: 'integration.list', arguments: app, has: lists },
  { method: 'integration.get', arguments: ['$app', '$integration'], has: ['id'] },
  { method: 'integration.update', arguments: ['$app', '$integration'], body: { name: 'Make' }, has: ['name'] },
  { method: 'integration.rotateKey', arguments: ['$app', '$integration'], has: ['key'] },
  { method: 'integration.delete', arguments: ['$app', '$integration'] },
  { method: 'environment.export', has: ['eventTypes', 'settings', 'version'] },
  { method: 'environment.import', body: { eventTypes: [examples.EventTypeIn] } },
  { method: 'statistics.aggregateAppStats', body: { since, until }, has: ['id', 'status', 'task'] },
  { method: 'statistics.aggregateEventTypes', has: ['id', 'status', 'task'] },
  {
    method: 'authentication.appPortalAccess',
    arguments: app,
    body: { sessionId: 'jane' },
    has: ['url', 'token'],
    keep: { token: 'token' },
  },
  { method: 'authentication.logout', token: '$token' },
  { method: 'authentication.expireAll', arguments: app, body: { sessionIds: ['jane'] } },
]

const operational: Step[] = [
  { method: 'operationalWebhook.endpoint.create', body: { url: '$url' }, has: ['id', 'url'], keep: { alert: 'id' } },
  { method: 'operationalWebhook.endpoint.list', has: lists },
  { method: 'operationalWebhook.endpoint.get', arguments: alert, has: ['id'] },
  {
    method: 'operationalWebhook.endpoint.upsert',
    arguments: alert,
    body: { url: '$url' },
    has: ['id'],
  },
  { method: 'operationalWebhook.endpoint.rotateSecret', arguments: alert, body: {} },
  { method: 'operationalWebhook.endpoint.getSecret', arguments: alert, has: ['key'] },
  { method: 'operationalWebhook.endpoint.setHeaders', arguments: alert, body: examples.EndpointHeadersIn! },
  { method: 'operationalWebhook.endpoint.getHeaders', arguments: alert, has: ['headers'] },
  { method: 'operationalWebhook.endpoint.delete', arguments: alert },
]

const ends: Step[] = [
  { method: 'message.expungeContent', arguments: message },
  { method: 'message.bulkExpungeContent', arguments: app, body: { ids: ['$message'] }, has: ['results'] },
  { method: 'message.expungeAllContents', arguments: app, has: ['id', 'status', 'task'] },
  { method: 'endpoint.delete', arguments: hook },
  { method: 'eventType.delete', arguments: ['invoice.paid'] },
  { method: 'application.delete', arguments: app },
]

export const steps: readonly Step[] = [
  ...applications,
  ...eventTypes,
  ...endpoints,
  ...messages,
  ...replays,
  ...others,
  ...operational,
  ...ends,
]
