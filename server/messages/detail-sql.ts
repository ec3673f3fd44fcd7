/** $1 environment · $2 the application of a merchant; null: the whole environment. The messages that the Context reaches, `m`. */
export const withinReach = 'm.environment_id = $1 and ($2::uuid is null or m.application_id = $2::uuid)'

/** $3 message */
export const readMessage = {
  name: 'read-message',
  text: `
select m.id, m.event_type, m.event_id, m.channels, m.tags, m.content_type, m.expires_at, m.expires_at <= pgboss.job_now() as expired, m.synthetic_of,
  a.id as application_id, a.name as application_name
from message m join application a on a.id = m.application_id
where m.id = $3 and ${withinReach}`,
}

export type MessageSqlRow = {
  id: string
  event_type: string
  event_id: string | null
  channels: string[] | null
  tags: string[] | null
  content_type: string | null
  expires_at: Date
  expired: boolean
  synthetic_of: string | null
  application_id: string
  application_name: string
}

/** Its deliveries, each with its last attempt. */
export const readDeliveries = {
  name: 'read-deliveries-of-message',
  text: `
select d.endpoint_id, e.url, e.description, e.deleted_at is not null and not e.throwaway as deleted, e.throwaway,
  e.paused_at is not null as paused, d.state, d.reason, d.attempt_count, d.next_attempt_at,
  t.status as last_status, t.error as last_error, t.total_us as last_total_us
from delivery d
join endpoint e on e.id = d.endpoint_id
left join lateral (
  select status, error, total_us from attempt
  where message_id = d.message_id and endpoint_id = d.endpoint_id order by number desc limit 1
) t on true
where d.message_id = $1
order by d.endpoint_id limit 250`,
}

export type DeliverySqlRow = {
  endpoint_id: string
  url: string
  description: string
  deleted: boolean
  throwaway: boolean
  paused: boolean
  state: number
  reason: number | null
  attempt_count: number
  next_attempt_at: Date | null
  last_status: number | null
  last_error: number | null
  last_total_us: number | null
}

/** The exact bytes as posted. $3 message */
export const readPayload = {
  name: 'read-payload',
  text: `
select p.body from message m join payload p on p.expiry_week = week_of(m.expires_at) and p.message_id = m.id
where m.id = $3 and ${withinReach} and m.expires_at > pgboss.job_now()`,
}

/** The attempts of one delivery, the last ones first. $3 message, $4 endpoint */
export const readAttempts = {
  name: 'read-attempts-of-delivery',
  text: `
select t.number, t.trigger, t.superseded, t.started_at, t.total_us, t.status, t.error, t.next_attempt_at
from message m join attempt t on t.message_id = m.id and t.endpoint_id = $4
where m.id = $3 and ${withinReach}
order by t.number desc limit 100`,
}

export type AttemptSqlRow = {
  number: number
  trigger: number
  superseded: boolean
  started_at: Date
  total_us: number
  status: number | null
  error: number
  next_attempt_at: Date | null
}

/** One attempt with everything that was kept of it. $3 message, $4 endpoint, $5 number */
export const readAttempt = {
  name: 'read-attempt',
  text: `
select t.number, t.trigger, t.superseded, t.started_at, t.total_us, t.status, t.error, t.next_attempt_at, t.id, r.url, t.request_headers,
  t.error_detail, t.response_headers, t.response_body, t.response_base64, t.response_bytes, t.remote_address, t.dns_us, t.connect_us,
  t.tls_us, t.first_byte_us, t.body_us
from message m
join attempt t on t.message_id = m.id and t.endpoint_id = $4 and t.number = $5
left join endpoint_revision r on r.endpoint_id = t.endpoint_id and r.revision = t.revision
where m.id = $3 and ${withinReach}`,
}

export type AttemptDetailSqlRow = AttemptSqlRow & {
  id: string
  url: string | null
  request_headers: string
  error_detail: string | null
  response_headers: string | null
  response_body: string | null
  response_base64: boolean
  response_bytes: number
  remote_address: string | null
  dns_us: number | null
  connect_us: number | null
  tls_us: number | null
  first_byte_us: number | null
  body_us: number | null
}
