/** How many endpoints an application has, and its newest message: a look-up each, by index. $1 applications */
export const readSummaries = {
  name: 'read-application-summaries',
  text: `
select a.id, (select count(*)::int from endpoint where application_id = a.id and deleted_at is null) as endpoint_count,
  (select id from message where application_id = a.id order by id desc limit 1) as last_message_id
from unnest($1::uuid[]) as a(id)`,
}

export type SummaryRow = { id: string; endpoint_count: number; last_message_id: string | null }
