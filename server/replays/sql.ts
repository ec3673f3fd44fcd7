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
