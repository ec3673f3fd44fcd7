import type { Context } from '#server/context.ts'
import { type EndpointPath, toEndpointOut } from '#server/endpoints/queries.ts'
import { loadLocked } from '#server/endpoints/revise.ts'
import type { EndpointOut } from '#server/endpoints/schema.ts'
import { syncLimits } from '#server/lanes/sync.ts'
import type { Tx } from '#server/writes.ts'

/**
 * Deliveries to a paused endpoint wait, resends too: nothing is skipped and no attempt is spent. The end of the pause sends them in the
 * order in which they came. Doing either twice changes nothing. @throws AppError not_found
 */
export async function setPaused(context: Context, path: EndpointPath, paused: boolean, tx: Tx): Promise<EndpointOut> {
  const { row, now } = await loadLocked(context, path, tx)
  if ((row.pausedAt !== null) === paused) return toEndpointOut(row)
  // While nothing is sent nothing can succeed: resumed, it gets its days again.
  const data = paused ? { pausedAt: now } : { pausedAt: null, failingSince: null, warnedDays: 0 }
  const updated = await tx.endpoint.update({ where: { id: row.id }, data })
  await syncLimits(row.applicationId, [row.id], tx)
  return toEndpointOut(updated)
}
