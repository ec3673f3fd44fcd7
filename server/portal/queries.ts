import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import type { PortalSessionView } from '#server/portal/session-schema.ts'
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
