import type { Context } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import { demandUsable } from '#server/event-types/check.ts'
import { findEventType, loadEventType, toEventTypeOut } from '#server/event-types/queries.ts'
import type { EventTypeIn, EventTypeOut, EventTypePatch, EventTypeUpsertIn } from '#server/event-types/schema.ts'
import { eventTypeName } from '#server/fields.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { nameFromPath } from '#server/references.ts'
import type { Tx } from '#server/writes.ts'

const placeOfSchemas = ['body', 'schemas']

/**
 * Creating an archived event type again takes it out of the archive, with what is given now.
 * @throws AppError event_type_exists; ValidationError for a schema that is none
 */
export async function createEventType(context: Context, { name, ...input }: EventTypeIn, tx: Tx): Promise<EventTypeOut> {
  demandUsable(input.schemas, ...placeOfSchemas)
  const created = await insert(context, name, input, tx)
  if (created !== null) return created
  const key = { environmentId: context.environmentId, name }
  const { count } = await tx.eventType.updateMany({ where: { ...key, archived: true }, data: columns(whole(input)) })
  if (count === 0) throw new AppError('event_type_exists', 'An event type with this name exists already.')
  return toEventTypeOut(await loadEventType(context, name, tx))
}

/** @throws ValidationError for a schema that is none */
export async function upsertEventType(
  context: Context,
  name: string,
  input: EventTypeUpsertIn,
  tx: Tx,
): Promise<{ created: boolean; eventType: EventTypeOut }> {
  demandUsable(input.schemas, ...placeOfSchemas)
  const created = await insert(context, nameFromPath(eventTypeName, name), input, tx)
  if (created !== null) return { created: true, eventType: created }
  return { created: false, eventType: await patchEventType(context, name, whole(input), tx) }
}

/** @throws AppError not_found; ValidationError for a schema that is none */
export async function patchEventType(context: Context, name: string, patch: EventTypePatch, tx: Tx): Promise<EventTypeOut> {
  demandUsable(patch.schemas, ...placeOfSchemas)
  const { id } = await loadEventType(context, name, tx)
  return toEventTypeOut(await tx.eventType.update({ where: { id }, data: columns(patch) }))
}

/** Archived: no longer offered, still delivered. Expunged: forgotten; endpoints keep the name in their filters. */
export async function deleteEventType(context: Context, name: string, { expunge }: { expunge: boolean }, tx: Tx): Promise<void> {
  const { id } = await loadEventType(context, name, tx)
  if (expunge) await tx.eventType.delete({ where: { id } })
  else await tx.eventType.update({ where: { id }, data: { archived: true } })
}

/** Null when the name is taken. */
async function insert(context: Context, name: string, input: EventTypeUpsertIn, tx: Tx): Promise<EventTypeOut | null> {
  const taken = await findEventType(context, name, tx)
  if (taken) return null
  const [row] = await tx.eventType.createManyAndReturn({
    data: [{ ...columns(input), description: input.description, environmentId: context.environmentId, name }],
    skipDuplicates: true,
  })
  return row ? toEventTypeOut(row) : null
}

/** What is absent is cleared, as in a replacement; but not what Svix's clients do not know and so can't repeat. */
const whole = (input: EventTypeUpsertIn): EventTypePatch => ({
  ...input,
  schemas: input.schemas ?? null,
  groupName: input.groupName ?? null,
  featureFlags: input.featureFlags ?? null,
})

const columns = ({ schemas, featureFlags, searchPaths, ...rest }: EventTypePatch) => ({
  ...rest,
  ...(schemas === undefined ? {} : { schemas: schemas === null ? Prisma.DbNull : (schemas as Prisma.InputJsonValue) }),
  ...(featureFlags === undefined ? {} : { featureFlags: featureFlags ?? [] }),
  ...(searchPaths === undefined ? {} : { searchPaths: searchPaths ?? [] }),
})
