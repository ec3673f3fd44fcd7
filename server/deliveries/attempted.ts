import type { AttemptedDestinations, AttemptedMessages } from '#server/attempts/schema.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { type DeliveryRow, lastAttempted, listAttempted, listDestinations } from '#server/deliveries/attempted-sql.ts'
import { type DeliveryState, stateCode, stateName } from '#server/deliveries/state.ts'
import { statesOf } from '#server/deliveries/status.ts'
import { type EndpointPath, loadEndpoint, toEndpointOut } from '#server/endpoints/queries.ts'
import type { EndpointOut } from '#server/endpoints/schema.ts'
import { formatId, parseId } from '#server/ids.ts'
import { isFiltered, loadMessage, type Message, toMessage, walkMessages } from '#server/messages/queries.ts'
import type { MessageRow } from '#server/messages/sql.ts'
import { bounds, type Page, walk } from '#server/pagination.ts'

export type DeliveryProgress = { state: DeliveryState; nextAttemptAt: Date | null }

const toProgress = (row: DeliveryRow): DeliveryProgress => ({ state: stateName(row.state), nextAttemptAt: row.next_attempt_at })

/** Messages of an endpoint with the state of its delivery, newest first. @throws AppError not_found */
export async function listAttemptedMessages(
  context: Context,
  path: EndpointPath,
  list: AttemptedMessages,
): Promise<Page<Message & DeliveryProgress>> {
  const endpoint = await loadEndpoint(context, path)
  const step = walkMessages(list)
  const { low, high } = bounds(step, list)
  const states = list.status === undefined ? null : statesOf(list.status, list.expanded_statuses).map(state => stateCode[state])
  const { rows } = await pool.query<MessageRow & DeliveryRow>({
    ...listAttempted(step.descending),
    values: [
      ...[endpoint.id, low, high, list.with_content],
      ...[list.event_types ?? null, list.channel ?? null, list.tag ?? null, step.take, states],
    ],
  })
  const short = (isFiltered(list) || states !== null) && rows.length < step.take
  const last = short
    ? (await pool.query<{ id: string }>({ ...lastAttempted(step.descending), values: [endpoint.id, low, high] })).rows[0]
    : undefined
  const keyOf = (row: { id: string }) => formatId('message', row.id)
  return step.page(
    rows.map(row => ({ ...toMessage(row, list.with_content), ...toProgress(row) })),
    keyOf,
    last ? keyOf(last) : null,
  )
}

/** Endpoints of a message with the state of their deliveries, deleted ones included. @throws AppError not_found */
export async function listAttemptedDestinations(
  context: Context,
  path: { application: string; message: string },
  list: AttemptedDestinations,
): Promise<Page<EndpointOut & DeliveryProgress>> {
  const message = await loadMessage(context, path)
  const step = walk<string>({ ...list, order: 'ascending' }, text => parseId('endpoint', text))
  const { low, high } = bounds(step, {})
  const { rows } = await pool.query<DeliveryRow & { endpoint_id: string }>({
    ...listDestinations(step.descending),
    values: [message.id, low, high, step.take],
  })
  const endpoints = await prisma.endpoint.findMany({ where: { id: { in: rows.map(row => row.endpoint_id) } } })
  const byId = new Map(endpoints.map(endpoint => [endpoint.id, toEndpointOut(endpoint)]))
  const destinations = rows.flatMap(row => {
    const endpoint = byId.get(row.endpoint_id)
    return endpoint ? [{ ...endpoint, ...toProgress(row) }] : []
  })
  return step.page(destinations, row => row.id)
}
