import { pool } from '#server/db.ts'
import { type HealthRow, readHealth } from '#server/health/sql.ts'

export type Health = {
  /** Seen in the last 30 seconds. */
  workerCount: number
  workerSeenAt: Date | null
  /** How long the oldest due delivery has waited; 0: none waits. */
  oldestDueSeconds: number
}

export async function getHealth(): Promise<Health> {
  const { rows } = await pool.query<HealthRow>(readHealth)
  const row = rows[0]
  return { workerCount: row?.workers ?? 0, workerSeenAt: row?.worker_seen_at ?? null, oldestDueSeconds: row?.oldest_due_seconds ?? 0 }
}

/** Resolves when the database answers. */
export async function pingDatabase(): Promise<void> {
  await pool.query({ name: 'ping', text: 'select 1' })
}
