import { withinReach } from '#server/messages/detail-sql.ts'

/** What an attempt sent, and what signs it now. $1 environment · $2 application or null · $3 message · $4 endpoint · $5 number */
export const readReproduced = {
  name: 'read-reproduced',
  text: `
select e.id as endpoint_id, e.secrets, r.url, t.request_headers, case when m.expires_at > pgboss.job_now() then p.body end as body
from message m
join attempt t on t.message_id = m.id and t.endpoint_id = $4 and t.number = $5
join endpoint e on e.id = t.endpoint_id
join endpoint_revision r on r.endpoint_id = t.endpoint_id and r.revision = t.revision
left join payload p on p.expiry_week = week_of(m.expires_at) and p.message_id = m.id
where m.id = $3 and ${withinReach}`,
}

export type ReproducedRow = { endpoint_id: string; secrets: string; url: string; request_headers: string; body: Buffer | null }
