import { loadApplication } from '#server/applications/queries.ts'
import { isMerchant } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { AppError } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import type { PortalPlace, PortalSessionView } from '#server/portal/session-schema.ts'
import { databaseTime } from '#server/portal/sql.ts'

const maxListed = 50

/** The newest portal sessions of an application that have not ended. @throws AppError not_found */
export async function listPortalSessions(context: Context, { application }: { application: string }): Promise<PortalSessionView[]> {
  const { id } = await loadApplication(context, application)
  const rows = await prisma.portalSession.findMany({
    where: { applicationId: id, expiresAt: { gt: await databaseTime(prisma) } },
    orderBy: { id: 'desc' },
    take: maxListed,
  })
  return rows.map(row => ({
    id: formatId('portalSession', row.id),
    sessionId: row.sessionId,
    user: row.userId === null ? null : { id: row.userId, name: row.userName },
    readOnly: row.capabilities.join() === 'ViewBase',
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }))
}

/** Whose the portal is that a token opens, and what it may do. @throws AppError insufficient_access for who is no merchant */
export async function viewPortalPlace({ actor, applicationId }: Context): Promise<PortalPlace> {
  if (!isMerchant(actor)) throw new AppError('insufficient_access', 'A portal is opened with a portal token.')
  const { id, name, environment } = await prisma.application.findUniqueOrThrow({
    where: { id: applicationId },
    select: { id: true, name: true, environment: { select: { name: true, organization: { select: { name: true } } } } },
  })
  return {
    organization: { name: environment.organization.name },
    environment: { name: environment.name },
    application: { id: formatId('application', id), name },
    capabilities: actor.capabilities,
  }
}
