import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { Integration } from '#server/generated/prisma/client.ts'
import { formatId, parseId } from '#server/ids.ts'
import type { IntegrationList, IntegrationOut } from '#server/integrations/schema.ts'
import { type Page, past, walk } from '#server/pagination.ts'
import type { Database } from '#server/writes.ts'

/** Application by id or uid, integration by id. */
export type IntegrationPath = { application: string; integration: string }

export const toIntegrationOut = (row: Integration): IntegrationOut => ({
  id: formatId('integration', row.id),
  name: row.name,
  featureFlags: row.featureFlags,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** @throws AppError not_found, also for another application's */
export async function loadIntegration(context: Context, path: IntegrationPath, db: Database = prisma): Promise<Integration> {
  const { id: applicationId } = await loadApplication(context, path.application, db)
  const id = parseId('integration', path.integration)
  const row = id && (await db.integration.findFirst({ where: { id, applicationId } }))
  if (!row) throw notFound()
  return row
}

export const getIntegration = async (context: Context, path: IntegrationPath): Promise<IntegrationOut> =>
  toIntegrationOut(await loadIntegration(context, path))

/** @throws AppError not_found for the application */
export async function listIntegrations(context: Context, application: string, list: IntegrationList): Promise<Page<IntegrationOut>> {
  const { id: applicationId } = await loadApplication(context, application)
  const step = walk(list, text => parseId('integration', text))
  const rows = await prisma.integration.findMany({
    where: { applicationId, id: past(step) },
    orderBy: { id: step.descending ? 'desc' : 'asc' },
    take: step.take,
  })
  return step.page(rows.map(toIntegrationOut), row => row.id)
}
