/** Workers seen in the last 30 seconds, when the last one was, and for how long the oldest due job of `deliver` has waited. */
export const readHealth = {
  name: 'read-health',
  text: `
select
  (select count(*)::int from worker where seen_at > pgboss.job_now() - interval '30 seconds') as workers,
  (select max(seen_at) from worker) as worker_seen_at,
  (select greatest(0, extract(epoch from pgboss.job_now() - start_after))::float8 from pgboss.job
   where name = 'deliver' and state < 'active' and not blocked and priority >= due_priority(pgboss.job_now())
   order by priority desc, created_on limit 1) as oldest_due_seconds`,
}

export type HealthRow = { workers: number; worker_seen_at: Date | null; oldest_due_seconds: number | null }
