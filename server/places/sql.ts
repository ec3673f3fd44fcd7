/** Of an environment's applications, event types and endpoints so many are looked at, newest first, by index: enough for all but the largest. */
const examined = 10_000

const ownApplication = 'environment_id = $1 and deleted_at is null and not internal'

/**
 * By every word in the name, or by the whole uid or id, which finds older ones too. $1 environment, $2 patterns, $3 how many by name,
 * $4 text, $5 id
 */
export const findApplications = {
  name: 'find-place-applications',
  text: `
(select id, name from (
  select id, name from application where ${ownApplication} order by id desc limit ${examined}
) a where name ilike all ($2::text[]) limit $3)
union
select id, name from application where ${ownApplication} and uid = $4
union
select id, name from application where ${ownApplication} and id = $5::uuid
order by id desc`,
}
export type ApplicationHit = { id: string; name: string }

/** By every word in the application's name or the URL, or by the whole uid or id. Parameters as above. */
export const findEndpoints = {
  name: 'find-place-endpoints',
  text: `
select e.id, e.url, a.id as application_id, a.name as application_name
from (select id, name from application where ${ownApplication} order by id desc limit ${examined}) a
cross join lateral (
  select id, url from endpoint
  where application_id = a.id and deleted_at is null
    and (a.name || ' ' || url ilike all ($2::text[]) or uid = $4 or id = $5::uuid)
) e limit $3`,
}
export type EndpointHit = { id: string; url: string; application_id: string; application_name: string }

/** By every word in the name. $1 environment, $2 patterns, $3 how many */
export const findEventTypes = {
  name: 'find-place-event-types',
  text: `
select name from (
  select name from event_type where environment_id = $1 and not archived order by name limit ${examined}
) t where name ilike all ($2::text[]) limit $3`,
}
export type EventTypeHit = { name: string }

/** $1 environment, $2 message, $3 endpoint */
export const findDelivery = {
  name: 'find-place-delivery',
  text: `
select d.message_id, d.endpoint_id, d.event_type, e.url
from delivery d
join application a on a.id = d.application_id and a.environment_id = $1
join endpoint e on e.id = d.endpoint_id
where d.message_id = $2 and d.endpoint_id = $3`,
}
export type DeliveryHit = { message_id: string; endpoint_id: string; event_type: string; url: string }

/**
 * An attempt is kept with its message and endpoint, of which its own id says nothing: one look-up for each endpoint of the environment, in
 * the weeks of messages that are older than it. $1 environment, $2 attempt
 */
export const findAttempt = {
  name: 'find-place-attempt',
  text: `
select t.message_id, e.id as endpoint_id, t.number, d.event_type, e.url
from (select id from application where environment_id = $1 order by id desc limit ${examined}) a
cross join lateral (
  select id, url from endpoint where application_id = a.id and deleted_at is null
  union all
  select id, url from endpoint where application_id = a.id and deleted_at is not null
) e
cross join lateral (select message_id, number from attempt where endpoint_id = e.id and id = $2 and message_id < $2 limit 1) t
join delivery d on d.message_id = t.message_id and d.endpoint_id = e.id
limit 1`,
}
export type AttemptHit = DeliveryHit & { number: number }

/** $1 environment, $2 replay */
export const findReplay = {
  name: 'find-place-replay',
  text: `
select r.id, a.name as application from replay r left join application a on a.id = r.application_id
where r.id = $2 and r.environment_id = $1`,
}
export type ReplayHit = { id: string; application: string | null }
