/** A delivery and the scheduled jobs that it has, where the two don't fit. */
export type Violation = { message_id: string; endpoint_id: string; state: number | null; job_id: string | null; jobs: string[] }

/**
 * ARCHITECTURE.md, Data: a delivery that waits (pending or retrying) has exactly one scheduled job, the one in `job_id`;
 * every other has none, and no scheduled job is without its delivery. Resend jobs (`t`) are apart.
 */
const statement = `
with scheduled as (
  select (data ->> 'm')::uuid as message_id, group_id::uuid as endpoint_id, array_agg(id::text) as jobs, bool_and(state <= 'active') as alive
  from pgboss.job
  where (name in ('deliver', 'retry', 'replay') or name like 'lane/%') and data ->> 't' is null
  group by 1, 2)
select message_id::text, endpoint_id::text, d.state, d.job_id::text, coalesce(s.jobs, '{}') as jobs
from delivery d full join scheduled s using (message_id, endpoint_id)
where not case when d.state in (0, 1)
  then d.job_id is not null and s.jobs is not null and s.jobs = array[d.job_id::text] and s.alive
  else d.message_id is not null and d.job_id is null and s.jobs is null end`

export async function violations(db: { query: (statement: string) => Promise<{ rows: Violation[] }> }): Promise<Violation[]> {
  return (await db.query(statement)).rows
}
