/** What is removed with an environment. $1 environment. Deliveries that wait are the only ones with jobs. */
export const countContents = `
select (select count(*)::int from application where environment_id = $1::uuid and deleted_at is null) as applications,
  (select count(*)::int from endpoint e join application a on a.id = e.application_id
   where a.environment_id = $1::uuid and e.deleted_at is null and a.deleted_at is null) as endpoints,
  (select count(*)::int from event_type where environment_id = $1::uuid) as event_types,
  (select count(*)::int from message where environment_id = $1::uuid) as messages,
  (select count(*)::int from api_key where environment_id = $1::uuid and revoked_at is null) as api_keys`

/**
 * Everything of an environment, the environment last, in the order of the references. $1 environment. Whoever needs both locks a delivery
 * before its job: deliveries go first, so that a worker that records one of them finds it gone, and its outcome counts for nothing.
 */
const messages = 'select id from message where environment_id = $1::uuid'
const applications = 'select id from application where environment_id = $1::uuid'
const endpoints = `select id from endpoint where application_id in (${applications})`

export const removeContents: readonly string[] = [
  `delete from replay_delivery where replay_id in (select id from replay where environment_id = $1::uuid)`,
  `delete from delivery where message_id in (${messages})`,
  `delete from pgboss.job where group_id in (select id::text from (${endpoints}) e)`,
  `delete from attempt where message_id in (${messages})`,
  `delete from payload where message_id in (${messages})`,
  `delete from message_key where application_id in (${applications})`,
  `delete from search_value where message_id in (${messages})`,
  `delete from message where environment_id = $1::uuid`,
  `delete from delivery_stat where endpoint_id in (${endpoints})`,
  `delete from delivery_stat_hour where environment_id = $1::uuid`,
  `delete from delivery_stat_day where environment_id = $1::uuid`,
  `delete from delivery_stat_environment where environment_id = $1::uuid`,
  `with gone as (delete from lane where endpoint_id in (${endpoints}) returning endpoint_id)
   delete from pgboss.queue where name in (select 'lane/' || endpoint_id from gone)`,
  `delete from replay_progress where replay_id in (select id from replay where environment_id = $1::uuid)`,
  `delete from replay where environment_id = $1::uuid`,
  `delete from request_log where environment_id = $1::uuid`,
  `delete from background_task where environment_id = $1::uuid`,
  `delete from endpoint_transformation where endpoint_id in (${endpoints})`,
  `delete from endpoint_revision where endpoint_id in (${endpoints})`,
  `delete from endpoint where application_id in (${applications})`,
  `delete from portal_session where application_id in (${applications})`,
  `delete from integration where application_id in (${applications})`,
  `delete from application where environment_id = $1::uuid`,
  `delete from event_type where environment_id = $1::uuid`,
  `delete from api_key where environment_id = $1::uuid`,
  `delete from environment where id = $1::uuid and demo`,
]

/** $1 organization · $2 environment's name · $3 what went, as JSON */
export const recordRemoval = `select record_audit($1::uuid, null, 'demo.remove', 'demo', null, $2::text, $3::jsonb)`
