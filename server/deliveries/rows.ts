import { errorClassName } from '#server/attempts/error-class.ts'
import type { Context } from '#server/context.ts'
import { pool } from '#server/db.ts'
import { listDeliveriesOf } from '#server/deliveries/queries.ts'
import type { DeliveryRowPage, EndpointDeliveriesIn } from '#server/deliveries/rows-schema.ts'
import { type RowSqlRow, readRows } from '#server/deliveries/rows-sql.ts'
import type { EndpointPath } from '#server/endpoints/queries.ts'
import { parseId } from '#server/ids.ts'

const pageRows = 50

/** The deliveries of an endpoint, newest first, each with its last attempt. @throws AppError not_found */
export async function listEndpointDeliveries(
  context: Context,
  { application, endpoint }: EndpointPath,
  { states, cursor }: EndpointDeliveriesIn,
): Promise<DeliveryRowPage> {
  const page = await listDeliveriesOf(context, application, {
    limit: pageRows,
    iterator: cursor ?? undefined,
    endpoint_id: endpoint,
    state: states.length === 0 ? undefined : states,
  })
  const messages = page.data.map(({ msgId }) => parseId('message', msgId))
  const endpoints = page.data.map(({ endpointId }) => parseId('endpoint', endpointId))
  const { rows } = await pool.query<RowSqlRow>({ ...readRows, values: [messages, endpoints] })
  const byMessage = new Map(rows.map(row => [row.message_id, row]))
  return {
    rows: page.data.map((delivery, index) => {
      const row = byMessage.get(messages[index] ?? '')
      return {
        message: delivery.msgId,
        eventType: delivery.eventType,
        eventId: row?.event_id ?? null,
        state: delivery.state,
        reason: delivery.reason,
        attemptCount: delivery.attemptCount,
        nextAttemptAt: delivery.nextAttempt === null ? null : new Date(delivery.nextAttempt),
        acceptedAt: new Date(delivery.timestamp),
        lastAttempt:
          row?.total_us == null ? null : { status: row.status, error: errorClassName(row.error ?? 0), totalMs: row.total_us / 1_000 },
      }
    }),
    cursor: page.done ? null : page.iterator,
  }
}
