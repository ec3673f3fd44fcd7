import type { Context } from '#server/context.ts'
import { changeEnvironment, getEnvironmentSettings } from '#server/environments/settings.ts'
import type { EnvironmentExport, EnvironmentImport } from '#server/environments/transfer-schema.ts'
import { demandUsable } from '#server/event-types/check.ts'
import { storeEventTypes } from '#server/event-types/import-sql.ts'
import { listAllEventTypes } from '#server/event-types/queries.ts'
import type { Tx } from '#server/writes.ts'

/** Settings and event types, for another environment or a file. */
export async function exportEnvironment(context: Context): Promise<EnvironmentExport> {
  const [settings, eventTypes] = await Promise.all([getEnvironmentSettings(context), listAllEventTypes(context)])
  return { version: 1, createdAt: new Date().toISOString(), eventTypes, settings, connectors: [] }
}

/**
 * Adds and replaces what is given and deletes nothing; all of it or nothing.
 * @throws ValidationError with the place of the fault
 */
export async function importEnvironment(context: Context, { eventTypes, settings }: EnvironmentImport, tx: Tx): Promise<void> {
  for (const [index, { schemas }] of (eventTypes ?? []).entries()) demandUsable(schemas, 'body', 'eventTypes', index, 'schemas')
  const types = (eventTypes ?? []).map(type => ({
    ...type,
    schemas: type.schemas ?? null,
    groupName: type.groupName ?? null,
    featureFlags: type.featureFlags ?? [],
  }))
  await storeEventTypes(context, types, tx)
  if (settings) await changeEnvironment(context, settings, tx)
}
