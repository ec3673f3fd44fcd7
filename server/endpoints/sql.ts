import { Prisma } from '#server/generated/prisma/client.ts'
import type { Reference } from '#server/references.ts'
import type { Tx } from '#server/writes.ts'

/** An id made before its row, because what is encrypted in the row is bound to it. */
export async function newEndpointId(tx: Tx): Promise<{ id: string; now: Date }> {
  const [row] = await tx.$queryRaw<[{ id: string; now: Date }]>`select uuid_v7() as id, pgboss.job_now() as now`
  return row
}

/**
 * Holds an endpoint for this transaction: its encrypted columns are read, changed and written back. Not its key, which the row of its lane
 * refers to. Null when there is none.
 */
export async function lockEndpoint(
  applicationId: string,
  reference: Reference<'endpoint'>,
  tx: Tx,
): Promise<{ id: string; now: Date } | null> {
  const match = 'id' in reference ? Prisma.sql`id = ${reference.id}::uuid` : Prisma.sql`uid = ${reference.uid}`
  const rows = await tx.$queryRaw<{ id: string; now: Date }[]>`
    select id, pgboss.job_now() as now from endpoint
    where application_id = ${applicationId}::uuid and deleted_at is null and ${match} for no key update`
  return rows[0] ?? null
}
