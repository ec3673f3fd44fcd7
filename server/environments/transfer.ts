import type { Context } from '#server/context.ts'
import { applyImport, compareEnvironments, toEventTypes } from '#server/environments/compare.ts'
import type { Comparison, TakeOver } from '#server/environments/comparison-schema.ts'
import { changeEnvironment, getEnvironmentSettings } from '#server/environments/settings.ts'
import { type EnvironmentExport, EnvironmentImport } from '#server/environments/transfer-schema.ts'
import { AppError } from '#server/errors.ts'
import { demandUsable } from '#server/event-types/check.ts'
import { storeEventTypes } from '#server/event-types/import-sql.ts'
import { listAllEventTypes } from '#server/event-types/queries.ts'
import type { Tx } from '#server/writes.ts'

/** Settings and event types, for another environment or a file. */
export async function exportEnvironment(context: Context): Promise<EnvironmentExport> {
  const [settings, eventTypes] = await Promise.all([getEnvironmentSettings(context), listAllEventTypes(context)])
  return { version: 1, createdAt: new Date().toISOString(), eventTypes, settings, connectors: [] }
}

function demandImportable({ eventTypes }: EnvironmentImport): void {
  for (const [index, { schemas }] of (eventTypes ?? []).entries()) demandUsable(schemas, 'body', 'eventTypes', index, 'schemas')
}

/**
 * Adds and replaces what is given and deletes nothing; all of it or nothing.
 * @throws ValidationError with the place of the fault
 */
export async function importEnvironment(context: Context, input: EnvironmentImport, tx: Tx): Promise<void> {
  demandImportable(input)
  // What is absent there would stay.
  const types = toEventTypes(input.eventTypes).map(type => ({ searchPaths: [], ...type }))
  await storeEventTypes(context, types, tx)
  if (input.settings) await changeEnvironment(context, input.settings, tx)
}

/**
 * What an import would change; `there` is what it would be afterwards.
 * @throws ValidationError as the import would
 */
export async function previewImport(context: Context, input: EnvironmentImport): Promise<Comparison> {
  demandImportable(input)
  const here = await exportEnvironment(context)
  return compareEnvironments(here, applyImport(here, input))
}

export async function compareWith(context: Context, other: Context): Promise<Comparison> {
  const [here, there] = await Promise.all([exportEnvironment(context), exportEnvironment(other)])
  return compareEnvironments(here, there)
}

/**
 * Makes the chosen settings and event types as they are in the other environment; all of them or none.
 * @throws AppError conflict when the other has an event type no more
 */
export async function takeOver(context: Context, other: Context, { settings, eventTypes }: Omit<TakeOver, 'other'>, tx: Tx): Promise<void> {
  const there = await exportEnvironment(other)
  const theirs = new Map(there.eventTypes.map(type => [type.name, type]))
  const gone = eventTypes.find(name => !theirs.has(name))
  if (gone !== undefined) throw new AppError('conflict', `The other environment has no event type ${gone} any more. Compare again.`)
  const chosen = {
    eventTypes: [...new Set(eventTypes)].map(name => theirs.get(name)),
    settings: Object.fromEntries(settings.map(name => [name, there.settings[name]])),
  }
  await importEnvironment(context, EnvironmentImport.parse(chosen), tx)
}
