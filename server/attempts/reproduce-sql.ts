/** What an attempt sent, and what signs it now. $1 environment · $2 message · $3 endpoint · $4 number */
export const readReproduced = {
  name: 'read-reproduced',
  text: `
select e.id as endpoint_id, e.secrets, r.url, t.request_headers, case when m.expires_at > pgboss.job_now() then p.body end as body
from message m
join attempt t on t.message_id = m.id and t.endpoint_id = $3 and t.number = $4
join endpoint e on e.id = t.endpoint_id
join endpoint_revision r on r.endpoint_id = t.endpoint_id and r.revision = t.revision
left join payload p on p.expiry_week = week_of(m.expires_at) and p.message_id = m.id
where m.id = $2 and m.environment_id = $1`,
}

export type ReproducedRow = { endpoint_id: string; secrets: string; url: string; request_headers: string; body: Buffer | null }
