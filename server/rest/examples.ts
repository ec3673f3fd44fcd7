/**
 * A body that could be sent, by the name of its schema: the document carries it, and the reference makes its requests out of it. Schemas without
 * one get their required fields. Only fields that the official clients know.
 */
const since = '2026-11-01T00:00:00Z'
const until = '2026-11-02T00:00:00Z'
const endpoint = { url: 'https://acme.example.com/webhooks', uid: 'acme-production', eventTypes: ['invoice.paid', 'invoice.voided'] }
const application = { name: 'Acme Inc.', uid: 'acme', metadata: { plan: 'pro' } }
const eventType = {
  description: 'An invoice was paid in full.',
  groupName: 'invoice',
  schemas: {
    '1': {
      type: 'object',
      properties: { id: { type: 'string' }, amount: { type: 'integer' } },
      required: ['id', 'amount'],
      examples: [{ id: 'inv_1042', amount: 2900 }],
    },
  },
}
const message = {
  eventType: 'invoice.paid',
  eventId: 'inv_1042-paid',
  payload: { type: 'invoice.paid', data: { id: 'inv_1042', amount: 2900 } },
}
const alert = { url: 'https://ops.example.com/posthorn', uid: 'on-call', eventTypes: ['endpoint.disabled', 'message.attempt.exhausted'] }
const failedSince = { states: ['failed'], eventTypes: ['invoice.paid'], since, until }

export const examples: Readonly<Record<string, object>> = {
  ApplicationIn: application,
  ApplicationPatch: { throttleRate: 50 },
  EndpointIn: { ...endpoint, description: 'Billing' },
  EndpointUpsertIn: endpoint,
  EndpointPatch: { description: 'Billing', throttleRate: 20 },
  EndpointHeadersIn: { headers: { 'x-tenant': 'acme' } },
  EndpointHeadersPatchIn: { headers: { 'x-tenant': 'acme-eu' }, deleteHeaders: ['x-old'] },
  EndpointSecretRotateIn: {},
  EndpointTransformationPatch: { code: 'function handler(webhook) {\n  return webhook\n}' },
  EventExampleIn: { eventType: 'invoice.paid' },
  EventTypeIn: { name: 'invoice.paid', ...eventType },
  EventTypeUpsertIn: eventType,
  EventTypePatch: { deprecated: true },
  MessageIn: message,
  MessagePrecheckIn: { eventType: 'invoice.paid' },
  MessageBatchIn: { messages: [message, { eventType: 'invoice.voided', payload: { type: 'invoice.voided', data: { id: 'inv_1041' } } }] },
  BulkExpungeContentsIn: { ids: ['inv_1041-paid', 'inv_1042-paid'] },
  AppPortalAccessIn: { sessionId: 'jane', expiry: 3600, application },
  DashboardAccessIn: { application },
  ApplicationTokenExpireIn: { sessionIds: ['jane'] },
  OperationalWebhookEndpointIn: alert,
  OperationalWebhookEndpointUpsertIn: alert,
  RecoverIn: { since, until },
  ReplayMissingIn: { since },
  BulkReplayIn: { since, eventTypes: ['invoice.paid'] },
  ReplayIn: { ...failedSince, rate: 50 },
  ReplayPreviewIn: failedSince,
  EnvironmentReplayIn: { ...failedSince, rate: 200 },
  EnvironmentReplayPreviewIn: failedSince,
}
