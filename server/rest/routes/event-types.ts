import { z } from 'zod'
import { demand } from '#server/auth/permissions.ts'
import { checkEvent } from '#server/event-types/check-event.ts'
import { importOpenApi } from '#server/event-types/import-openapi.ts'
import { createEventType, deleteEventType, patchEventType, upsertEventType } from '#server/event-types/mutations.ts'
import { getEventType, listEventTypes } from '#server/event-types/queries.ts'
import {
  EventTypeIn,
  EventTypeList,
  EventTypePatch,
  EventTypeUpsertIn,
  ImportOpenApiIn,
  ImportOpenApiOut,
  PayloadCheckIn,
  PayloadCheckOut,
} from '#server/event-types/schema.ts'
import * as fields from '#server/fields.ts'
import { pageOf } from '#server/pagination.ts'
import { EventTypeReply as EventType, withFlag } from '#server/rest/aliases.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Event type'
const one = '/event-type/{event_type_name}'

export const eventTypeOperations = [
  operation({
    method: 'get',
    path: '/event-type',
    operationId: 'v1.event-type.list',
    summary: 'List event types',
    description: 'The catalogue that merchants choose from when they subscribe. By name, unless `order` says otherwise.',
    tag,
    permission: 'read',
    query: EventTypeList,
    responses: { 200: pageOf(EventType) },
    run: async ({ context, query }) => {
      const page = await listEventTypes(context, query)
      return reply(200, { ...page, data: page.data.map(withFlag) })
    },
  }),
  operation({
    method: 'post',
    path: '/event-type',
    operationId: 'v1.event-type.create',
    summary: 'Create an event type',
    description: 'One that is archived is taken out of the archive.',
    tag,
    permission: 'configure',
    body: EventTypeIn,
    responses: { 201: EventType },
    run: async ({ context, body, tx }) => reply(201, withFlag(await createEventType(context, body, tx))),
  }),
  operation({
    method: 'post',
    path: '/event-type/import/openapi',
    operationId: 'v1.event-type.import-openapi',
    summary: 'Import event types from an OpenAPI document',
    description:
      'Its `webhooks` (or `x-webhooks`) become event types by their keys; archived ones are taken out of the archive. What the document does not say of an event type is kept.',
    tag,
    permission: 'configure',
    body: ImportOpenApiIn,
    responses: { 200: ImportOpenApiOut },
    run: async ({ context, body, tx }) => {
      const { created, changed, archived, toModify } = await importOpenApi(context, body, tx)
      const modified = body.dryRun ? [] : [...created, ...changed].sort()
      return reply(200, { data: { modified, to_modify: body.dryRun ? toModify : null, archived } })
    },
  }),
  operation({
    method: 'post',
    path: `${one}/check`,
    operationId: 'v1.event-type.check',
    summary: 'Check a payload against an event type’s schema',
    description: 'Nothing is sent or stored.',
    tag,
    permission: 'read',
    ownTransaction: true,
    body: PayloadCheckIn,
    responses: { 200: PayloadCheckOut },
    run: async ({ context, params, body }) => reply(200, await checkEvent(context, params.event_type_name, body)),
  }),
  operation({
    method: 'get',
    path: one,
    operationId: 'v1.event-type.get',
    summary: 'Get an event type',
    description: 'With its JSON Schemas, by version.',
    tag,
    permission: 'read',
    responses: { 200: EventType },
    run: async ({ context, params }) => reply(200, withFlag(await getEventType(context, params.event_type_name))),
  }),
  operation({
    method: 'put',
    path: one,
    operationId: 'v1.event-type.update',
    summary: 'Replace an event type, or create it',
    description:
      'What the body leaves out goes back to its default, `searchPaths` apart, which stay. A name that is new makes the event type.',
    tag,
    permission: 'configure',
    body: EventTypeUpsertIn,
    responses: { 200: EventType, 201: EventType },
    run: async ({ context, params, body, tx }) => {
      const { created, eventType } = await upsertEventType(context, params.event_type_name, body, tx)
      return reply(created ? 201 : 200, withFlag(eventType))
    },
  }),
  operation({
    method: 'patch',
    path: one,
    operationId: 'v1.event-type.patch',
    summary: 'Change an event type',
    description: 'Only the fields in the body change; null clears one.',
    tag,
    permission: 'configure',
    body: EventTypePatch,
    responses: { 200: EventType },
    run: async ({ context, params, body, tx }) => reply(200, withFlag(await patchEventType(context, params.event_type_name, body, tx))),
  }),
  operation({
    method: 'delete',
    path: one,
    operationId: 'v1.event-type.delete',
    summary: 'Archive an event type, or expunge it',
    description: '`expunge=true` needs the scope admin.',
    tag,
    permission: 'configure',
    query: z.object({ expunge: fields.flag(false) }),
    responses: { 204: null },
    run: async ({ context, params, query, tx }) => {
      if (query.expunge) demand(context.actor, 'expunge')
      await deleteEventType(context, params.event_type_name, query, tx)
      return reply(204, null)
    },
  }),
]
