import type { Tx } from '#server/writes.ts'

/**
 * Removes the payloads of messages, named by id or eventId; what still waits to be sent ends as expired. Answers the names that were found,
 * also those whose payload had gone before. It is in the audit log by the transaction's actor.
 */
export async function expungePayloads(applicationId: string, ids: readonly string[], eventIds: readonly string[], tx: Tx) {
  return tx.$queryRaw<{ id: string; event_id: string | null }[]>`
    with found as materialized (
      select m.id, k.key as event_id, m.expires_at, m.environment_id, m.event_type from (
        select id, null as key from unnest(${ids}::uuid[]) i(id)
        union all
        select message_id, key from message_key where application_id = ${applicationId}::uuid and kind = 1 and key = any (${eventIds}::text[])) k
      cross join lateral (select id, expires_at, environment_id, event_type from message where id = k.id and application_id = ${applicationId}::uuid limit 1) m),
    gone as (
      delete from payload p using found f where p.expiry_week = week_of(f.expires_at) and p.message_id = f.id)
    select id, event_id, record_audit(null, environment_id, 'message.expunge', 'message', id, event_type) as audit_entry_id from found`
}
