import { recordAct } from '#server/audit/record-sql.ts'
import type { Context } from '#server/context.ts'
import { type EndpointPath, loadEndpoint } from '#server/endpoints/queries.ts'
import { loadExample } from '#server/event-types/examples.ts'
import type { Message } from '#server/messages/queries.ts'
import type { EventExampleIn } from '#server/messages/schema.ts'
import { insertSynthetic } from '#server/messages/synthetic-sql.ts'
import { searchValuesOf } from '#server/search/extract.ts'
import type { Tx } from '#server/writes.ts'

/**
 * Sends an example of an event type to one endpoint, whatever it subscribes to: a message of its own, delivered, retried and shown like any
 * other, and marked as synthetic for the receiver. @throws AppError not_found (endpoint, event type), invalid_scheme
 */
export async function sendExample(
  context: Context,
  path: EndpointPath,
  { eventType, exampleIndex }: EventExampleIn,
  tx: Tx,
): Promise<Message> {
  const endpoint = await loadEndpoint(context, path, tx)
  const body = Buffer.from(JSON.stringify(await loadExample(context, eventType, exampleIndex, tx)))
  const { environmentId } = context
  const searchValues = await searchValuesOf(environmentId, eventType, body)
  const id = await insertSynthetic(
    { environmentId, applicationId: endpoint.applicationId, endpointId: endpoint.id, eventType, body, original: null, searchValues },
    tx,
  )
  const target = { kind: 'endpoint', id: endpoint.id, name: endpoint.url } as const
  await recordAct(context, { action: 'endpoint.send_example', target, after: { message_id: id, event_type: eventType } }, tx)
  return { id, eventType, body, eventId: null, channels: null, tags: null, contentType: null, deliverAt: null }
}
