import type { Tx } from '#server/writes.ts'

/** What time it is for expiries. */
export async function databaseTime(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<[{ now: Date }]>`select pgboss.job_now() as now`
  return row.now
}
