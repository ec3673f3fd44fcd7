import { PgBoss } from 'pg-boss'
import { required } from '#server/config.ts'
import type { Queryable } from '#server/db.ts'
import { log } from '#server/log.ts'

/**
 * The only importer of pg-boss. Jobs of deliveries are inserted, fetched and deleted in our own statements' transactions;
 * pg-boss owns the tables, the queues, the fetch and the upkeep.
 */
const hotQueues = ['deliver', 'retry', 'replay'] as const
export type HotQueue = (typeof hotQueues)[number]
export type QueueName = HotQueue | `lane/${string}`

export const laneQueue = (endpointId: string): QueueName => `lane/${endpointId}`

/**
 * m: message id · r: times reaped · t: 1 for a manual attempt (a resend) · u: 1 for a manual attempt that is needed only until the delivery
 * has arrived
 */
export type JobData = { m: string; r?: number; t?: 1; u?: 1 }
export type Job = { id: string; data: JobData; groupId: string; retryCount: number }

/**
 * Options of every queue of deliveries. The queue's retry means "we crashed", never "they failed": it is unlimited in practice,
 * and nothing that waits is ever dropped by the queue (its default drops after 14 days).
 */
export const queueOptions = { policy: 'standard', retryLimit: 1000, expireInSeconds: 3600, deleteAfterSeconds: 60 } as const

/** Columns and values of an inserted job besides id, name, data, group_id, priority, start_after and created_on. */
export const jobColumns = 'retry_limit, expire_seconds, deletion_seconds, keep_until, policy'
export const jobValues = `${queueOptions.retryLimit}, ${queueOptions.expireInSeconds}, ${queueOptions.deleteAfterSeconds}, 'infinity', 'standard'`

/** Names a claim: the next one of the same job has another. */
export const fenceOf = (jobId: string, retryCount: number): string => `${jobId}:${retryCount}`

/**
 * The jobs `j` of a statement that are still held by the claims given, as a condition over three parameters (see `heldValues`). There is no
 * join: whatever the planner believes of the length of a queue, it can only look up the ids.
 */
export const heldJobs = (queues: string, ids: string, fences: string): string =>
  `j.name = any (${queues}::text[]) and j.id = any (${ids}::uuid[]) and j.state = 'active' and j.id || ':' || j.retry_count = any (${fences}::text[])`

export const heldValues = (claims: readonly { queue: string; job: Job }[]): [queues: string[], ids: string[], fences: string[]] => [
  [...new Set(claims.map(({ queue }) => queue))],
  claims.map(({ job }) => job.id),
  claims.map(({ job }) => fenceOf(job.id, job.retryCount)),
]

/** Seconds between 1970 and 2025; see `due_priority` in the migrations. */
const priorityEpoch = 1_735_689_600

export type Queue = {
  /** Claims up to `limit` due jobs, earliest first. `nowMs` is database time. */
  fetch: (name: HotQueue, limit: number, nowMs: number, db: Queryable) => Promise<Job[]>
  /** The same for several lanes in one statement, each with a limit of its own. */
  fetchLanes: (lanes: { name: QueueName; limit: number }[], nowMs: number, db: Queryable) => Promise<(Job & { name: QueueName })[]>
  stop: () => Promise<void>
}

/** pg-boss writes the limit into its fetch, so there is a statement, planned once per connection, for each queue and limit. */
const fetchNames = new Map<string, string>()
const fetchNameOf = (text: string): string => {
  const name = fetchNames.get(text) ?? `fetch-${fetchNames.size + 1}`
  fetchNames.set(text, name)
  return name
}

const executor = (db: Queryable) => ({
  executeSql: async (text: string, values?: unknown[]) => ({ rows: (await db.query({ name: fetchNameOf(text), text, values })).rows }),
})

/** Installs or upgrades pg-boss's schema and the hot queues; called by the migration runner under its lock. */
export async function installQueue(connectionString: string, db: Queryable): Promise<void> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 2 })
  boss.on('error', error => log.warn({ error: error.message }, 'pg-boss'))
  await boss.start()
  try {
    for (const name of hotQueues) await boss.createQueue(name, { ...queueOptions, partition: true })
  } finally {
    await boss.stop({ graceful: false })
  }
  // Rows live for milliseconds: leave room on each page for the claim's update, and vacuum by count, not by share. Never analyze: at a moment
  // when a queue is empty that would tell the planner to expect one row for as long as nobody analyzes again.
  await db.query(`do $$ declare job_table text; begin
    for job_table in select table_name from pgboss.queue union select 'job_common' loop
      execute format('alter table pgboss.%I set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2147483647)', job_table);
    end loop; end $$`)
}

export async function openQueue(): Promise<Queue> {
  const boss = new PgBoss({ connectionString: required('databaseUrl'), supervise: true, schedule: false, migrate: false, max: 2 })
  boss.on('error', error => log.warn({ error: error.message }, 'pg-boss'))
  await boss.start()
  return {
    fetch: async (name, limit, nowMs, db) =>
      (await boss.fetch(name, {
        batchSize: limit,
        minPriority: priorityEpoch - Math.floor(nowMs / 1000),
        db: executor(db),
      })) as unknown as Job[],
    fetchLanes: async (lanes, nowMs, db) => {
      const { rows } = await db.query({
        ...fetchLaneJobs,
        values: [lanes.map(lane => lane.name), lanes.map(lane => lane.limit), priorityEpoch - Math.floor(nowMs / 1000)],
      })
      return rows
    },
    stop: () => boss.stop({ graceful: false }),
  }
}

/** pg-boss's own fetch, for many queues of the common table at once: 200 lanes would be 200 statements else. */
const fetchLaneJobs = {
  name: 'fetch-lane-jobs',
  text: `
with next as (
  select j.name, j.id from unnest($1::text[], $2::int[]) as lane(name, room) cross join lateral (
    select name, id from pgboss.job_common
    where name = lane.name and state < 'active' and not blocked and start_after <= pgboss.job_now() and priority >= $3::int
    order by priority desc, created_on limit lane.room for update skip locked) j)
update pgboss.job_common j set state = 'active', started_on = pgboss.job_now(), heartbeat_on = pgboss.job_now(),
  retry_count = case when j.started_on is not null then j.retry_count + 1 else j.retry_count end
from next where j.name = next.name and j.id = next.id
returning j.name, j.id, j.data, j.group_id as "groupId", j.retry_count as "retryCount"`,
}
