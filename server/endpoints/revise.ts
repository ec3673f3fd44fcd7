import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import type { EndpointPath } from '#server/endpoints/queries.ts'
import { lockEndpoint } from '#server/endpoints/sql.ts'
import { AppError, notFound } from '#server/errors.ts'
import type { Endpoint, Prisma } from '#server/generated/prisma/client.ts'
import { referenceTo } from '#server/references.ts'
import { type Tx, unlessTaken } from '#server/writes.ts'

export type LockedEndpoint = { row: Endpoint; now: Date }

export const uidTaken = () => new AppError('conflict', 'Another endpoint of this application has this uid.')

/** Null when there is none. */
export async function findLocked(context: Context, path: EndpointPath, tx: Tx): Promise<LockedEndpoint | null> {
  const application = await loadApplication(context, path.application, tx)
  const locked = await lockEndpoint(application.id, referenceTo('endpoint', path.endpoint), tx)
  return locked && { row: await tx.endpoint.findUniqueOrThrow({ where: { id: locked.id } }), now: locked.now }
}

/** @throws AppError not_found */
export async function loadLocked(context: Context, path: EndpointPath, tx: Tx): Promise<LockedEndpoint> {
  const locked = await findLocked(context, path, tx)
  if (!locked) throw notFound()
  return locked
}

/**
 * Writes changes to an endpoint. What changes a request on the wire (`wire`) makes a new revision: attempts tell by it what they
 * used, and workers keep endpoints decrypted until it moves.
 */
export async function revise(
  row: Endpoint,
  wire: Pick<Prisma.EndpointUpdateInput, 'url' | 'credentials' | 'headers' | 'secrets' | 'retrySchedule'>,
  other: Omit<Prisma.EndpointUpdateInput, keyof typeof wire>,
  tx: Tx,
): Promise<Endpoint> {
  const changed = Object.values(wire).some(value => value !== undefined)
  const revision = changed ? { increment: 1 } : undefined
  const updated = await unlessTaken(tx.endpoint.update({ where: { id: row.id }, data: { ...other, ...wire, revision } }), uidTaken())
  if (changed) await tx.endpointRevision.create({ data: { endpointId: row.id, revision: updated.revision, url: updated.url } })
  return updated
}
