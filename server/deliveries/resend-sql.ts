import { jobColumns, jobValues } from '#server/queue.ts'

/**
 * A manual attempt: a job of its own beside the delivery's schedule. An endpoint that did not match the message gets a delivery now,
 * so that its attempt has a place; it stays skipped until an attempt succeeds.
 * $1 application · $2 endpoint · $3 message id or null · $4 eventId, used when $3 is null. No row: no such message.
 * It is in the audit log by the transaction's actor.
 */
export const insertResend = {
  name: 'insert-resend',
  text: `
with target as materialized (
  select m.id as message_id, m.event_type, m.environment_id, p.message_id is not null and m.expires_at > pgboss.job_now() as has_payload, uuid_v7() as job_id
  from message m left join payload p on p.expiry_week = week_of(m.expires_at) and p.message_id = m.id
  where m.application_id = $1::uuid and m.id = coalesce($3::uuid,
    (select k.message_id from message_key k where k.application_id = $1::uuid and k.kind = 1 and k.key = $4::text))),
d as (
  insert into delivery (message_id, endpoint_id, application_id, event_type, state, reason)
  select message_id, $2::uuid, $1::uuid, event_type, 4, 2 from target where has_payload on conflict do nothing),
j as (
  insert into pgboss.job (id, name, data, group_id, priority, start_after, created_on, ${jobColumns})
  select t.job_id, coalesce('lane/' || l.endpoint_id, 'replay'), jsonb_build_object('m', t.message_id, 't', 1), $2::text,
    due_priority(pgboss.job_now()), pgboss.job_now(), pgboss.job_now(), ${jobValues}
  from target t left join lane l on l.endpoint_id = $2::uuid and l.state = 'open' where t.has_payload)
select has_payload, case when has_payload then
  record_audit(null, environment_id, 'delivery.resend', 'message', message_id, event_type, null, jsonb_build_object('endpoint_id', $2::text))
  end as audit_entry_id
from target`,
}
