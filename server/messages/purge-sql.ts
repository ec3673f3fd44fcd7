/** What erases the contents of an application's messages, a slice after the other, oldest first. */

/** $1 application · $2, $3 ids between · $4 rows */
export const nextMessages = {
  name: 'next-messages-to-purge',
  text: `
select id, week_of(expires_at) as week from message
where application_id = $1::uuid and id > $2::uuid and id < $3::uuid order by id limit $4::int`,
}

export type MessageToPurge = { id: string; week: number }

/** Without a join, so that each message is looked up by key, however few of all messages are the application's. */

/** $1 message ids · $2 the weeks in which their payloads expire */
export const deletePayloads = {
  name: 'delete-payloads',
  text: `delete from payload where expiry_week = any ($2::int[]) and message_id = any ($1::uuid[])`,
}

/** $1 message ids · $2, $3 the first and the last of them, so that partitions are pruned */
export const overwriteResponses = {
  name: 'overwrite-responses',
  text: `
update attempt set response_body = 'EXPUNGED', response_base64 = false
where message_id = any ($1::uuid[]) and message_id between $2::uuid and $3::uuid and response_body is distinct from 'EXPUNGED'`,
}
