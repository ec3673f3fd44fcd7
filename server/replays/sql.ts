import type { Database } from '#server/writes.ts'

/** An id made before its row: what is older belongs to the replay. Both in the database's time. */
export async function newReplayId(db: Database): Promise<{ id: string; now: Date }> {
  const [row] = await db.$queryRaw<[{ id: string; now: Date }]>`select uuid_v7() as id, pgboss.job_now() as now`
  return row
}

/** $1 replay · $2 environment */
export const lockOwnReplay = {
  name: 'lock-own-replay',
  text: `select id from replay where id = $1::uuid and environment_id = $2::uuid for update`,
}

/** $1 replay · $2 taken back. What is over stays as it ended. */
export const cancelLocked = {
  name: 'cancel-replay',
  text: `
update replay set state = case when ended_at is null then 'canceled' else state end, admitted = admitted - $2::int,
  ended_at = coalesce(ended_at, pgboss.job_now()), updated_at = pgboss.job_now()
where id = $1::uuid and (ended_at is null or $2::int > 0)`,
}

/**
 * How a replay went, from its beginning to its end or to now, in steps: those without anything included. $1 replay · $2 seconds per step. No row: it has not begun.
 */
export const readCourse = {
  name: 'read-replay-course',
  text: `
with span as materialized (
  select $2::int * interval '1 second' as step, started_at, greatest(coalesce(ended_at, pgboss.job_now()),
    (select max(at) from replay_progress where replay_id = $1::uuid)) as ended_at
  from replay where id = $1::uuid and started_at is not null)
select s.at, coalesce(sum(p.delivered), 0)::int as delivered, coalesce(sum(p.failed), 0)::int as failed,
  coalesce(sum(p.skipped), 0)::int as skipped
from span cross join lateral generate_series(date_bin(step, started_at, timestamptz 'epoch'), ended_at, step) s(at)
left join replay_progress p on p.replay_id = $1::uuid and p.at >= s.at and p.at < s.at + step
group by s.at order by s.at`,
}
