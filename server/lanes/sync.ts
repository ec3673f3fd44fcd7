import { lockRates, syncLanes } from '#server/lanes/sql.ts'
import type { Tx } from '#server/writes.ts'

/**
 * Brings the lanes of an application's endpoints in line with their limits, after one of these has changed. The application's row is held
 * from here to the commit: a rate that is common to its endpoints and a rate of one of them, changed at the same moment, are then both
 * seen by the later one. `endpointIds` null: all of them. Workers should be woken after the commit.
 */
export async function syncLimits(applicationId: string, endpointIds: readonly string[] | null, tx: Tx): Promise<void> {
  await tx.$queryRawUnsafe(lockRates.text, applicationId)
  const ids = endpointIds ?? (await tx.endpoint.findMany({ where: { applicationId }, select: { id: true } })).map(({ id }) => id)
  if (ids.length > 0) await tx.$executeRawUnsafe(syncLanes.text, ids)
}
