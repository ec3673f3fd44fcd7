import { stateCode } from '#server/deliveries/state.ts'
import { outcomesByStep, span } from '#server/stats/steps-sql.ts'

const minutes = (since: string, also = '') => `
  select s.minute as at, s.endpoint_id, s.outcome, s.bucket, s.count::bigint as count
  from delivery_stat s join endpoint e on e.id = s.endpoint_id join application a on a.id = e.application_id
  where a.environment_id = $1::uuid and s.minute >= ${since} ${also}`

const allMinutes = minutes('(select since from span)')
/** Those that are not rolled up yet. */
const freshMinutes = minutes('stat_rolled_up_to()', 'and s.minute >= (select since from span)')

const outcomeSources = {
  minute: allMinutes,
  hour: `
  select hour as at, outcome, bucket, count from delivery_stat_environment
  where environment_id = $1::uuid and hour >= (select since from span)
  union all select at, outcome, bucket, count from (${freshMinutes}) fresh`,
}
export type OutcomeSource = keyof typeof outcomeSources

/** What came of an environment's attempts. $1 environment, see `outcomesByStep` */
export const readOutcomes = (source: OutcomeSource) => ({
  name: `read-outcomes-by-${source}`,
  text: outcomesByStep(outcomeSources[source]),
})

/** Deliveries in the last five minutes that are over. $1 environment */
export const readRecentRate = {
  name: 'read-recent-rate',
  text: `
select coalesce(sum(count), 0)::float8 / 5 as per_minute from (${minutes(`date_trunc('minute', pgboss.job_now()) - interval '5 minutes'`)}) s
where outcome = ${stateCode.delivered} and at < date_trunc('minute', pgboss.job_now())`,
}

const failures = `outcome in (${stateCode.retrying}, ${stateCode.failed})`

/** Failures of all endpoints, and the rest of those alone (`worst`) of which that is read. */
const rolledUp = (table: string, time: string) => ({
  failed: `
  select endpoint_id, outcome, count from ${table}
  where environment_id = $1::uuid and ${time} >= (select since from span) and ${failures}
  union all select endpoint_id, outcome, count from fresh where ${failures}`,
  delivered: `
  select s.endpoint_id, s.bucket, s.count from worst w
  cross join lateral (select endpoint_id, bucket, count from ${table}
    where endpoint_id = w.endpoint_id and ${time} >= (select since from span) and outcome = ${stateCode.delivered}) s
  union all select endpoint_id, bucket, count from fresh where outcome = ${stateCode.delivered} and endpoint_id in (select endpoint_id from worst)`,
})

const endpointSources = {
  minute: {
    fresh: allMinutes,
    failed: `select endpoint_id, outcome, count from fresh where ${failures}`,
    delivered: `
  select endpoint_id, bucket, count from fresh where outcome = ${stateCode.delivered} and endpoint_id in (select endpoint_id from worst)`,
  },
  hour: { fresh: freshMinutes, ...rolledUp('delivery_stat_hour', 'hour') },
  day: { fresh: freshMinutes, ...rolledUp('delivery_stat_day', 'day') },
}
export type EndpointSource = keyof typeof endpointSources

/** Endpoints with most attempts that failed. $4 how many */
export function readWorstEndpoints(source: EndpointSource) {
  const { fresh, failed, delivered } = endpointSources[source]
  return {
    name: `read-worst-endpoints-by-${source}`,
    text: `
with ${span}, fresh as materialized (${fresh}),
worst as materialized (
  select endpoint_id, coalesce(sum(count) filter (where outcome = ${stateCode.failed}), 0)::float8 as failed, sum(count) as failures
  from (${failed}) f group by endpoint_id order by failures desc, endpoint_id limit $4::int),
answered as (select endpoint_id, bucket, sum(count) as count from (${delivered}) d group by 1, 2),
ranked as (
  select endpoint_id, bucket, sum(count) over (partition by endpoint_id order by bucket) as up_to, sum(count) over (partition by endpoint_id) as whole
  from answered)
select w.endpoint_id, w.failed, coalesce(max(r.whole), 0)::float8 as delivered, min(r.bucket) filter (where r.up_to >= 0.95 * r.whole) as p95_bucket
from worst w left join ranked r on r.endpoint_id = w.endpoint_id
group by w.endpoint_id, w.failed, w.failures order by w.failures desc, w.endpoint_id`,
  }
}

export type WorstRow = { endpoint_id: string; delivered: number; failed: number; p95_bucket: number | null }

/** Jobs of a queue that are looked at: no count is worth reading a backlog. */
export const maxJobs = 10_000

const jobsOf = (queue: string, condition: string, order: string) => `
  select (data ->> 'm')::uuid as message_id, group_id::uuid as endpoint_id, start_after, data ? 't' as manual from pgboss.job
  where name = ${queue} and state < 'active' and not blocked and ${condition} order by ${order} limit ${maxJobs}`

/**
 * What waits, by endpoint: due in `deliver` and `replay`, and to be retried, there from the latest due on, because the longest waits come
 * after most failures. Along the index by which jobs are fetched, so the length of a queue does not matter.
 */
export const readWaiting = {
  name: 'read-waiting',
  text: `
with ${span}, jobs as materialized (
  select j.* from (values ('deliver'), ('replay')) q(name) cross join lateral (
    ${jobsOf('q.name', 'priority >= due_priority(pgboss.job_now())', 'priority desc, created_on')}) j
  union all
  (${jobsOf(`'retry'`, 'true', 'priority, created_on desc')})
  union all
  select j.* from lane l join endpoint e on e.id = l.endpoint_id join application a on a.id = e.application_id and a.environment_id = $1::uuid
  cross join lateral (${jobsOf(`'lane/' || l.endpoint_id`, 'true', 'priority, created_on desc')}) j)
select j.endpoint_id, e.url, e.paused_at is not null as paused, a.id as application_id, a.name as application_name, count(*)::int as count,
  (count(*) filter (where j.message_id >= uuid_v7_floor((select since from span))))::int as count_since,
  (array_agg(j.message_id order by j.message_id))[1] as oldest_message_id,
  (array_agg(j.start_after order by j.message_id))[1] as oldest_next_at,
  (select count(*) from jobs)::int as looked_at
from jobs j join endpoint e on e.id = j.endpoint_id join application a on a.id = e.application_id
where a.environment_id = $1::uuid and not j.manual
group by j.endpoint_id, e.id, a.id`,
}

export type WaitingRow = {
  endpoint_id: string
  url: string
  paused: boolean
  application_id: string
  application_name: string
  count: number
  count_since: number
  oldest_message_id: string
  oldest_next_at: Date
  looked_at: number
}

/** Endpoints that are counted at most. */
export const maxEndpoints = 10_000

/** $1 environment */
export const countEndpoints = {
  name: 'count-endpoints',
  text: `
with mine as materialized (
  select e.id, e.failing_since from application a join endpoint e on e.application_id = a.id
  where a.environment_id = $1::uuid and a.deleted_at is null and e.deleted_at is null and not e.disabled limit ${maxEndpoints + 1})
select count(*)::int as count, (count(*) filter (where failing_since is not null and endpoint_fails(id)))::int as failing from mine`,
}
