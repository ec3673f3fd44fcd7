import { type Context, makeContext } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { Id } from '#server/ids.ts'

/**
 * The Context of a command that runs beside the database, such as `posthorn key create`: whoever can run it has the database's password.
 * @throws AppError not_found
 */
export async function systemContext(environmentId: string, name: string): Promise<Context> {
  const row = await prisma.environment.findUnique({ where: { id: environmentId }, select: { id: true, organizationId: true } })
  if (!row) throw notFound('Environment')
  return makeContext({
    organizationId: row.organizationId as Id<'organization'>,
    environmentId: row.id as Id<'environment'>,
    actor: { kind: 'system', name },
  })
}
