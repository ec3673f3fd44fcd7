import type { Database } from '#server/writes.ts'

export type DeliveryRow = {
  application_id: string
  message_id: string
  endpoint_id: string
  event_type: string
  state: number
  reason: number | null
  attempt_count: number
  next_attempt_at: Date | null
  failed_at: Date | null
  /** Of the last attempt. */
  error: number | null
}

export async function selectDelivery(messageId: string, endpointId: string, db: Database): Promise<DeliveryRow | null> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    select application_id, message_id, endpoint_id, event_type, state, reason, attempt_count, next_attempt_at, failed_at,
      (select error from attempt where message_id = ${messageId}::uuid and endpoint_id = ${endpointId}::uuid order by number desc limit 1) as error
    from delivery where message_id = ${messageId}::uuid and endpoint_id = ${endpointId}::uuid`
  return rows[0] ?? null
}
