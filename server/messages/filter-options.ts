import { applicationsMatching } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { visibleTo } from '#server/event-types/queries.ts'
import { formatId, parseId } from '#server/ids.ts'
import { escapeLike } from '#server/like.ts'

export type ApplicationOption = { id: string; uid: string | null; name: string }

export type EndpointOption = { id: string; url: string }

const maxOptions = 50

/** Applications to filter by, narrowed by what was typed: part of the name, the uid or the id. Newest first. */
export async function searchApplications(context: Context, { text }: { text: string }): Promise<ApplicationOption[]> {
  const rows = await prisma.application.findMany({
    where: { environmentId: context.environmentId, deletedAt: null, ...applicationsMatching(text) },
    select: { id: true, uid: true, name: true },
    orderBy: { id: 'desc' },
    take: maxOptions,
  })
  return rows.map(row => ({ ...row, id: formatId('application', row.id) }))
}

/** What chips call the applications of a filter. */
export async function nameApplications(context: Context, { ids }: { ids: string[] }): Promise<ApplicationOption[]> {
  const rows = await prisma.application.findMany({
    where: { environmentId: context.environmentId, id: { in: ids.flatMap(id => parseId('application', id) ?? []) } },
    select: { id: true, uid: true, name: true },
  })
  return rows.map(row => ({ ...row, id: formatId('application', row.id) }))
}

/** The catalogue's names to filter by. */
export async function searchEventTypes(context: Context, { text }: { text: string }): Promise<string[]> {
  const rows = await prisma.eventType.findMany({
    where: { ...visibleTo(context), name: { contains: escapeLike(text) } },
    select: { name: true },
    orderBy: { name: 'asc' },
    take: maxOptions,
  })
  return rows.map(row => row.name)
}

/** Endpoints to filter by, narrowed by what was typed: part of the URL, the uid or the id. Newest first. */
export async function searchEndpoints(context: Context, { text }: { text: string }): Promise<EndpointOption[]> {
  const id = parseId('endpoint', text)
  const rows = await prisma.endpoint.findMany({
    where: {
      application: { environmentId: context.environmentId, id: context.applicationId },
      // One that was deleted is found by its id alone: its deliveries are still there.
      ...(id
        ? { id }
        : { deletedAt: null, ...(text !== '' && { OR: [{ url: { contains: escapeLike(text), mode: 'insensitive' } }, { uid: text }] }) }),
    },
    select: { id: true, url: true },
    orderBy: { id: 'desc' },
    take: maxOptions,
  })
  return rows.map(row => ({ ...row, id: formatId('endpoint', row.id) }))
}
