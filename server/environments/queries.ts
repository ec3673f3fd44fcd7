import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import type { EnvironmentOut } from '#server/environments/schema.ts'
import type { Environment } from '#server/generated/prisma/client.ts'
import { formatId } from '#server/ids.ts'

export const toEnvironmentOut = (row: Environment): EnvironmentOut => ({
  id: formatId('environment', row.id),
  slug: row.slug,
  name: row.name,
  allowHttp: row.allowHttp,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** Those of the context's organization, oldest first. */
export async function listEnvironments(context: Pick<Context, 'organizationId'>): Promise<EnvironmentOut[]> {
  const rows = await prisma.environment.findMany({ where: { organizationId: context.organizationId }, orderBy: { id: 'asc' }, take: 1000 })
  return rows.map(toEnvironmentOut)
}
