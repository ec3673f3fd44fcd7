/** What erases the contents of an application's messages, a slice after the other, oldest first. */

/** $1 application · $2, $3 ids between · $4 rows */
export const nextMessages = {
  name: 'next-messages-to-purge',
  text: `
select id, week_of(expires_at) as week from message
where application_id = $1::uuid and id > $2::uuid and id < $3::uuid order by id limit $4::int`,
}

export type MessageToPurge = { id: string; week: number }

/** $1 message ids · $2 weeks in which their payloads expire */
export const deletePayloads = {
  name: 'delete-payloads',
  text: `
delete from payload p using unnest($1::uuid[], $2::int[]) as i(message_id, week)
where p.expiry_week = i.week and p.message_id = i.message_id`,
}

/** $1 message ids · $2, $3 the first and the last of them, so that partitions are pruned */
export const overwriteResponses = {
  name: 'overwrite-responses',
  text: `
update attempt t set response_body = 'EXPUNGED', response_base64 = false
from unnest($1::uuid[]) as i(message_id)
where t.message_id = i.message_id and t.message_id between $2::uuid and $3::uuid and t.response_body is distinct from 'EXPUNGED'`,
}
