import { heldJobs } from '#server/queue.ts'

/**
 * What claimed jobs need, in one query, so that an edited endpoint acts at the next claim. Of endpoint and environment only their
 * versions are read: a worker keeps what it prepared for a version (keys parsed, headers decrypted) and asks again when it changed.
 * The payload is left-joined: it may have expired. A row that is missing has no delivery any more. $4, $5: lowest and highest message id,
 * so that partitions are pruned once and not per row.
 */
export const loadDeliveries = {
  name: 'load-deliveries',
  text: `
select i.ord, d.state, d.attempt_count, d.schedule_step, d.job_id, m.environment_id, m.event_type, m.content_type, m.traceparent, m.tracestate,
  m.synthetic or m.synthetic_of is not null as synthetic,
  case when m.expires_at > pgboss.job_now() then convert_from(p.body, 'UTF8') end as body,
  e.revision, e.disabled, e.deleted_at is not null and not e.throwaway as deleted, e.throwaway, e.gone_count, l.endpoint_id is not null as lane,
  extract(epoch from v.updated_at)::float8 as environment_version
from unnest($1::int[], $2::uuid[], $3::uuid[]) as i(ord, message_id, endpoint_id)
cross join lateral (select * from message where id = i.message_id and id between $4::uuid and $5::uuid offset 0) m
cross join lateral (
  select * from delivery where message_id = i.message_id and endpoint_id = i.endpoint_id and message_id between $4::uuid and $5::uuid offset 0) d
join endpoint e on e.id = i.endpoint_id
join environment v on v.id = m.environment_id
left join payload p on p.expiry_week = week_of(m.expires_at) and p.message_id = m.id
left join lane l on l.endpoint_id = i.endpoint_id and l.state = 'open'`,
}

export type LoadedRow = {
  ord: number
  state: number
  attempt_count: number
  schedule_step: number
  job_id: string | null
  environment_id: string
  event_type: string
  content_type: string | null
  traceparent: string | null
  tracestate: string | null
  /** A test event or an edited resend: the receiver is told. */
  synthetic: boolean
  body: string | null
  revision: number
  disabled: boolean
  deleted: boolean
  /** An address for one attempt. */
  throwaway: boolean
  gone_count: number
  lane: boolean
  environment_version: number
}

export const loadEndpoint = {
  name: 'load-endpoint',
  text: `select id, revision, url, credentials, headers, secrets, retry_schedule from endpoint where id = $1::uuid`,
}

export type EndpointRow = {
  id: string
  revision: number
  url: string
  credentials: string | null
  headers: string | null
  secrets: string
  retry_schedule: number[]
}

export const loadEnvironment = {
  name: 'load-environment',
  text: `select header_style, retry_schedule, forward_trace, product_name from environment where id = $1::uuid`,
}

export type EnvironmentRow = {
  header_style: 'standard' | 'svix' | 'both'
  retry_schedule: number[]
  forward_trace: boolean
  product_name: string | null
}

/**
 * Jobs that this worker can't finish now, for a reason of its own: back into their queue, their claim counted, due after a delay; without
 * one they keep their place. A try that was counted is taken back: this worker has survived it.
 * $1 to $3 `heldValues` · $4 delay in seconds · $5 ids of the jobs whose try was counted
 */
export const giveBackJobs = {
  name: 'give-back-jobs',
  text: `
update pgboss.job j set state = 'retry',
  start_after = case when $4::float8 > 0 then pgboss.job_now() + make_interval(secs => $4::float8) else j.start_after end,
  priority = case when $4::float8 > 0 then due_priority(pgboss.job_now() + make_interval(secs => $4::float8)) else j.priority end,
  data = case when j.id = any ($5::uuid[]) then jsonb_set(j.data, '{r}', to_jsonb((j.data ->> 'r')::int - 1)) else j.data end
where ${heldJobs('$1', '$2', '$3')}`,
}

/** Jobs that are there without a delivery (its week was dropped): nothing can be done for them. */
export const dropJobs = {
  name: 'drop-jobs',
  text: `
delete from pgboss.job j where ${heldJobs('$1', '$2', '$3')}`,
}
