import { systemContext } from '#server/auth/system.ts'
import type { Actor, Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { toEnvironmentOut } from '#server/environments/queries.ts'
import type { EnvironmentOut } from '#server/environments/schema.ts'
import { AppError, notFound } from '#server/errors.ts'

/** Who acts where a command is run. */
export const commandLine = { kind: 'system', name: 'command line' } as const satisfies Actor

/**
 * The Context of the command line, by the names that a person types.
 * @throws AppError not_found, or conflict when several organizations have an environment of this slug and none is named
 */
export async function openAsOperator(environmentSlug: string, organizationSlug?: string): Promise<Context> {
  const found = await prisma.environment.findMany({
    where: { slug: environmentSlug, ...(organizationSlug === undefined ? {} : { organization: { slug: organizationSlug } }) },
    select: { id: true },
    take: 2,
  })
  const [environment] = found
  if (!environment) throw notFound(`Environment ${environmentSlug}`)
  if (found.length > 1)
    throw new AppError('conflict', `Several organizations have an environment ${environmentSlug}; say which organization.`)
  return systemContext(environment.id, commandLine.name)
}

/** The oldest environment that is a demo, or is none; null when there is none yet. */
export async function openOldestAsOperator({ demo }: { demo: boolean }): Promise<Context | null> {
  const oldest = await prisma.environment.findFirst({ where: { demo }, orderBy: { id: 'asc' }, select: { id: true } })
  return oldest && (await systemContext(oldest.id, commandLine.name))
}

export type OperatorEnvironment = EnvironmentOut & { organization: string }

/** Every environment of every organization, oldest first. */
export async function listAsOperator(): Promise<OperatorEnvironment[]> {
  const rows = await prisma.environment.findMany({ include: { organization: { select: { slug: true } } }, orderBy: { id: 'asc' } })
  return rows.map(row => ({ organization: row.organization.slug, ...toEnvironmentOut(row) }))
}
