import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { formatId, parseId } from '#server/ids.ts'

export type ApplicationOption = { id: string; uid: string | null; name: string }

export type EndpointOption = { id: string; url: string }

const maxOptions = 50

/** Without the special meaning that LIKE gives to some characters. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Applications to filter by, narrowed by what was typed: part of the name, the uid or the id. Newest first. */
export async function searchApplications(context: Context, { text }: { text: string }): Promise<ApplicationOption[]> {
  const id = parseId('application', text)
  const pattern = literal(text)
  const rows = await prisma.application.findMany({
    where: {
      environmentId: context.environmentId,
      deletedAt: null,
      ...(text !== '' && { OR: [{ name: { contains: pattern, mode: 'insensitive' } }, { uid: text }, ...(id ? [{ id }] : [])] }),
    },
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
    where: { environmentId: context.environmentId, name: { contains: literal(text) } },
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
      application: { environmentId: context.environmentId },
      // One that was deleted is found by its id alone: its deliveries are still there.
      ...(id
        ? { id }
        : { deletedAt: null, ...(text !== '' && { OR: [{ url: { contains: literal(text), mode: 'insensitive' } }, { uid: text }] }) }),
    },
    select: { id: true, url: true },
    orderBy: { id: 'desc' },
    take: maxOptions,
  })
  return rows.map(row => ({ ...row, id: formatId('endpoint', row.id) }))
}
