import { loadApplication } from '#server/applications/queries.ts'
import { errorClassCode, errorClassName } from '#server/attempts/error-class.ts'
import type { Context } from '#server/context.ts'
import { pool, prisma } from '#server/db.ts'
import { type DeliveryRow, selectDelivery } from '#server/deliveries/find-sql.ts'
import { formatKey, parseKey } from '#server/deliveries/key.ts'
import { type DeliverySource, listDeliveries, readWalk } from '#server/deliveries/list-sql.ts'
import type { DeliveryList, DeliveryOut } from '#server/deliveries/schema.ts'
import { reasonCode, reasonName, stateCode, stateName } from '#server/deliveries/state.ts'
import { loadEndpoint } from '#server/endpoints/queries.ts'
import { notFound } from '#server/errors.ts'
import { formatId, lastId, parseId, timeOfId } from '#server/ids.ts'
import { bounds, type Page, walk } from '#server/pagination.ts'
import type { Database } from '#server/writes.ts'

const toDeliveryOut = (row: DeliveryRow): DeliveryOut => ({
  appId: formatId('application', row.application_id),
  msgId: formatId('message', row.message_id),
  endpointId: formatId('endpoint', row.endpoint_id),
  eventType: row.event_type,
  state: stateName(row.state),
  reason: reasonName(row.reason),
  attemptCount: row.attempt_count,
  lastError: errorClassName(row.error ?? 0),
  nextAttempt: row.next_attempt_at?.toISOString() ?? null,
  failedAt: row.failed_at?.toISOString() ?? null,
  timestamp: timeOfId(row.message_id).toISOString(),
})

/** Of a message and an endpoint that the caller has found in its Context. @throws AppError not_found */
export async function findDelivery(messageId: string, endpointId: string, db: Database): Promise<DeliveryOut> {
  const row = await selectDelivery(messageId, endpointId, db)
  if (!row) throw notFound()
  return toDeliveryOut(row)
}

/** Of one application, or with null of the whole environment; newest first. @throws AppError not_found */
export async function listDeliveriesOf(context: Context, application: string | null, list: DeliveryList): Promise<Page<DeliveryOut>> {
  const [source, id] = await placeOf(context, application, list.endpoint_id)
  const step = walk({ ...list, order: 'descending' }, parseKey)
  const { low, high } = bounds({ ...step, from: null }, list)
  const edge = step.descending ? lastId : firstId
  const states = list.state?.map(state => stateCode[state])
  const found = await pool.query({
    ...listDeliveries(source, step.descending),
    values: [
      ...[id, low, high, ...(step.from ?? [edge, edge]), step.take],
      ...[states ?? null, reasonCode(list.reason ?? null), list.event_types ?? null],
      list.error === undefined ? null : errorClassCode(list.error),
    ],
  })
  const { rows, stop } = readWalk<DeliveryRow>(found.rows)
  const page = step.page(rows, formatKey, stop && formatKey(stop))
  return { ...page, data: page.data.map(toDeliveryOut) }
}

const firstId = '00000000-0000-0000-0000-000000000000'
async function placeOf(context: Context, application: string | null, endpoint: string | undefined): Promise<[DeliverySource, string]> {
  if (application !== null && endpoint !== undefined) return ['endpoint', (await loadEndpoint(context, { application, endpoint })).id]
  if (application !== null) return ['application', (await loadApplication(context, application)).id]
  if (endpoint === undefined) return ['environment', context.environmentId]
  const id = parseId('endpoint', endpoint)
  const found =
    id && (await prisma.endpoint.findFirst({ where: { id, application: { environmentId: context.environmentId } }, select: { id: true } }))
  if (!found) throw notFound()
  return ['endpoint', found.id]
}
