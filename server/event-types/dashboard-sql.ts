/**
 * A page of the catalogue, by name. $1 environment, $2 after this name, $3 archived ones instead, $4 pattern for name or description, $5 rows, $6 feature
 * flags of a merchant, who sees of those with flags only what has one of them; null: everything.
 */
export const scanEventTypes = {
  name: 'scan-event-types',
  text: `
select name, description, deprecated, updated_at,
  case json_typeof(schemas) when 'object' then array(select json_object_keys(schemas)) else '{}' end as versions
from event_type
where environment_id = $1 and name > $2 and archived = $3 and (name ilike $4 or description ilike $4)
  and ($6::text[] is null or feature_flags = '{}' or feature_flags && $6)
order by name limit $5`,
}
export type ScanEventTypesRow = { name: string; description: string; deprecated: boolean; updated_at: Date; versions: string[] }

/** The endpoints, as many as are looked at. $1 environment, $2 application of a merchant or null. */
const examined = (limit: string) => `
select a.id as application_id, a.name, e.id, e.url, e.disabled, e.event_types
from application a join endpoint e on e.application_id = a.id and e.deleted_at is null
where a.environment_id = $1 and ($2::uuid is null or a.id = $2::uuid) and a.deleted_at is null and not a.internal ${limit}`

/** Who subscribes to event types, counted together. $3 names, $4 endpoints to look at. */
export const countSubscribers = {
  name: 'count-subscribers',
  text: `
with examined as materialized (${examined('limit $4')})
select (select count(*)::int from examined) as looked_at, (select count(*)::int from examined where event_types = '{}') as to_all,
  coalesce((select jsonb_object_agg(name, count) from (
    select type as name, count(*)::int as count from examined, unnest(event_types) type where type = any($3) group by type) c), '{}') as by_name`,
}
export type CountSubscribersRow = { looked_at: number; to_all: number; by_name: Record<string, number> }

/**
 * One slice of the endpoints, the newest applications first: those that subscribe, and where the slice ends. $3, $4 before this application and
 * endpoint, $5 endpoints to look at, $6 event type, $7 rows to return.
 */
export const scanSubscribers = {
  name: 'scan-subscribers',
  text: `
with examined as materialized (${examined('and (a.id, e.id) < ($3, $4) order by a.id desc, e.id desc limit $5')})
select application_id, name, id, url, disabled, event_types = '{}' as to_all, false as last
from (select * from examined where event_types = '{}' or $6 = any(event_types) order by application_id desc, id desc limit $7) found
union all
select application_id, name, id, url, disabled, false, true
from (select * from examined order by application_id, id limit 1) ended where (select count(*) from examined) = $5
order by last, application_id desc, id desc`,
}
export type ScanSubscribersRow = {
  application_id: string
  name: string
  id: string
  url: string
  disabled: boolean
  to_all: boolean
  /** Not a subscriber: the end of what was looked at. */
  last: boolean
}
