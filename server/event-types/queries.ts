import { isMerchant } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { EventTypeList, EventTypeOut } from '#server/event-types/schema.ts'
import type { EventType, Prisma } from '#server/generated/prisma/client.ts'
import { type Page, past, walk } from '#server/pagination.ts'
import type { SearchPath } from '#server/search/schema.ts'
import type { Database } from '#server/writes.ts'

export const toEventTypeOut = (row: EventType): EventTypeOut => ({
  name: row.name,
  description: row.description,
  archived: row.archived,
  deprecated: row.deprecated,
  schemas: row.schemas as Record<string, unknown> | null,
  groupName: row.groupName,
  featureFlags: row.featureFlags,
  ...toSearchPaths(row),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** Absent where there are none: Svix's clients know an event type without. */
function toSearchPaths(row: EventType): Pick<EventTypeOut, 'searchPaths'> {
  const paths = row.searchPaths as SearchPath[]
  return paths.length === 0 ? {} : { searchPaths: paths }
}

/** Null when this environment has no such event type; archived ones are found. */
export const findEventType = (context: Context, name: string, db: Database = prisma): Promise<EventType | null> =>
  db.eventType.findFirst({ where: { name, ...visibleTo(context) } })

/** Those of the environment; a merchant sees of those with feature flags only the ones that his token has a flag of. */
export const visibleTo = ({ environmentId, actor }: Context): Prisma.EventTypeWhereInput =>
  isMerchant(actor)
    ? { environmentId, OR: [{ featureFlags: { isEmpty: true } }, { featureFlags: { hasSome: [...actor.featureFlags] } }] }
    : { environmentId }

/** @throws AppError not_found */
export async function loadEventType(context: Context, name: string, db: Database = prisma): Promise<EventType> {
  const row = await findEventType(context, name, db)
  if (!row) throw notFound()
  return row
}

export const getEventType = async (context: Context, name: string): Promise<EventTypeOut> =>
  toEventTypeOut(await loadEventType(context, name))

/** All of the environment, archived ones included, by name. */
export const listAllEventTypes = async (context: Context): Promise<EventTypeOut[]> =>
  (await prisma.eventType.findMany({ where: visibleTo(context), orderBy: { name: 'asc' } })).map(toEventTypeOut)

/** By name. The iterator is the last name. */
export async function listEventTypes(context: Context, list: EventTypeList): Promise<Page<EventTypeOut>> {
  const step = walk(list, text => text)
  const rows = await prisma.eventType.findMany({
    where: { ...visibleTo(context), name: past(step), ...(list.include_archived ? {} : { archived: false }) },
    orderBy: { name: step.descending ? 'desc' : 'asc' },
    take: step.take,
  })
  const page = step.page(rows.map(toEventTypeOut), row => row.name)
  return list.with_content ? page : { ...page, data: page.data.map(type => ({ ...type, schemas: null })) }
}
