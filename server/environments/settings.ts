import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { defaultSchedule } from '#server/deliveries/default-schedule.ts'
import type { EnvironmentChange, EnvironmentSettings, EnvironmentView } from '#server/environments/settings-schema.ts'
import type { Environment } from '#server/generated/prisma/client.ts'
import type { Database, Tx } from '#server/writes.ts'

const toSettings = (row: Environment): EnvironmentSettings => ({
  headerStyle: row.headerStyle as EnvironmentSettings['headerStyle'],
  productName: row.productName,
  retrySchedule: row.retrySchedule.length === 0 ? null : row.retrySchedule,
  payloadDays: row.payloadDays,
  allowHttp: row.allowHttp,
  forwardTrace: row.forwardTrace,
  disableEndpointOnFailure: row.disableEndpointOnFailure,
  portalOrigins: row.portalOrigins,
})

export const getEnvironmentSettings = async ({ environmentId }: Context, db: Database = prisma): Promise<EnvironmentSettings> =>
  toSettings(await db.environment.findUniqueOrThrow({ where: { id: environmentId } }))

/** What is not given stays as it is, and so does the slug. Workers see it with the next delivery that they claim. */
export async function changeEnvironment(
  { environmentId }: Context,
  { retrySchedule, ...change }: EnvironmentChange,
  tx: Tx,
): Promise<EnvironmentSettings> {
  const schedule = retrySchedule === undefined ? {} : { retrySchedule: retrySchedule ?? [] }
  return toSettings(await tx.environment.update({ where: { id: environmentId }, data: { ...change, ...schedule } }))
}

export async function viewEnvironment({ environmentId }: Context): Promise<EnvironmentView> {
  const row = await prisma.environment.findUniqueOrThrow({ where: { id: environmentId } })
  return { name: row.name, settings: toSettings(row), defaultSchedule }
}
