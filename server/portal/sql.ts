import type { Database } from '#server/writes.ts'

/** What time it is for expiries. */
export async function databaseTime(db: Database): Promise<Date> {
  const [row] = await db.$queryRaw<[{ now: Date }]>`select pgboss.job_now() as now`
  return row.now
}
