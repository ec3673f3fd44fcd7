import type { AuditAction } from '#server/audit/actions.ts'
import { reasonCode, stateCode } from '#server/deliveries/state.ts'
import { withinReach } from '#server/messages/detail-sql.ts'
import { jobColumns, jobValues } from '#server/queue.ts'

/** $1 environment · $2 application or null · $3, $4 messages and endpoints. A key of another environment or application is none of them. */
const chosen = (columns: string) => `
  select ${columns}
  from unnest($3::uuid[], $4::uuid[]) k(message_id, endpoint_id)
  join message m on m.id = k.message_id and ${withinReach}
  join delivery d on d.message_id = k.message_id and d.endpoint_id = k.endpoint_id`

const audited = (action: AuditAction) =>
  `record_audit(null, $1::uuid, '${action}', 'message', message_id, event_type, null, jsonb_build_object('endpoint_id', endpoint_id::text))`

/**
 * One manual attempt for each that can be sent: as `insertResend`, for deliveries that exist. One row per attempt. It is in the audit log by
 * the transaction's actor, as the other.
 */
export const insertResends = {
  name: 'insert-resends',
  text: `
with target as materialized (${chosen('d.message_id, d.endpoint_id, d.event_type, m.expires_at')}),
sendable as materialized (
  select t.message_id, t.endpoint_id, t.event_type from target t
  join endpoint e on e.id = t.endpoint_id and e.deleted_at is null and not e.disabled
  where t.expires_at > pgboss.job_now()
    and exists (select from payload p where p.expiry_week = week_of(t.expires_at) and p.message_id = t.message_id)),
j as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
  select uuid_v7(), coalesce('lane/' || l.endpoint_id, 'replay'), jsonb_build_object('m', s.message_id, 't', 1), s.endpoint_id::text,
    due_priority(pgboss.job_now()), pgboss.job_now(), pgboss.job_now(), ${jobValues}
  from sendable s left join lane l on l.endpoint_id = s.endpoint_id and l.state = 'open')
select ${audited('delivery.resend')} from sendable`,
}

/** Ends those that wait. Locked in the order of their keys, each before its job, as everyone does who needs both. One row per delivery. */
export const cancelWaiting = {
  name: 'cancel-waiting',
  text: `
with waiting as materialized (${chosen('d.message_id, d.endpoint_id, d.job_id')}
  where d.state in (${stateCode.pending}, ${stateCode.retrying})
  order by d.message_id, d.endpoint_id for no key update of d),
unscheduled as (
  delete from pgboss.job j using waiting w
  where j.id = w.job_id and j.name = any (array['deliver', 'retry', 'replay', 'lane/' || w.endpoint_id])),
canceled as (
  update delivery d set state = ${stateCode.canceled}, reason = ${reasonCode('by_user')}, job_id = null, next_attempt_at = null
  from waiting w where d.message_id = w.message_id and d.endpoint_id = w.endpoint_id
  returning d.message_id, d.endpoint_id, d.event_type)
select ${audited('delivery.cancel')} from canceled`,
}
