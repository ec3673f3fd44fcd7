/** Rows of one endpoint that a count reads: along an index, newest first. Beyond, the count is of the newest ones and says so. */
const maxCounted = 100_000

/** Deliveries by state. $1 endpoint · $2, $3 message ids: from, to before */
export const countDeliveries = {
  name: 'count-deliveries',
  text: `
select count(*) filter (where state = 2)::int as success, count(*) filter (where state = 0)::int as pending,
  count(*) filter (where state = 1)::int as sending, count(*) filter (where state = 3)::int as fail,
  count(*) filter (where state in (4, 5))::int as canceled, count(*) <= ${maxCounted} as complete
from (
  select state from delivery where endpoint_id = $1::uuid and message_id >= $2::uuid and message_id < $3::uuid
  order by message_id desc limit ${maxCounted + 1}) counted`,
}

/** Attempts by success; a message is older than its attempts, which prunes partitions. $1 endpoint · $2, $3 attempt ids: from, to before */
export const countAttempts = {
  name: 'count-attempts',
  text: `
select count(*) filter (where error = 0)::int as success, count(*) filter (where error <> 0)::int as fail, 0 as canceled,
  count(*) <= ${maxCounted} as complete
from (
  select error from attempt where endpoint_id = $1::uuid and id >= $2::uuid and id < $3::uuid and message_id < $3::uuid
  order by id desc limit ${maxCounted + 1}) counted`,
}
