/** What a list shows of deliveries beside their own columns: by key, one look-up each. $1 messages, $2 endpoints, of each pair */
export const readRows = {
  name: 'read-delivery-rows',
  text: `
select m.id as message_id, k.endpoint_id, m.event_id, t.status, t.error, t.total_us
from unnest($1::uuid[], $2::uuid[]) as k(message_id, endpoint_id)
join message m on m.id = k.message_id
left join lateral (
  select status, error, total_us from attempt
  where message_id = k.message_id and endpoint_id = k.endpoint_id order by number desc limit 1) t on true`,
}

export type RowSqlRow = {
  message_id: string
  endpoint_id: string
  event_id: string | null
  status: number | null
  error: number | null
  total_us: number | null
}
