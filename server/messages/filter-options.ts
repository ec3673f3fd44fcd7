import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { formatId, parseId } from '#server/ids.ts'

export type ApplicationOption = { id: string; uid: string | null; name: string }

const maxOptions = 50

/** Applications to filter by, narrowed by what was typed: part of the name, the uid or the id. Newest first. */
export async function searchApplications(context: Context, { text }: { text: string }): Promise<ApplicationOption[]> {
  const id = parseId('application', text)
  const pattern = text.replace(/[\\%_]/g, '\\$&')
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
    where: { environmentId: context.environmentId, name: { contains: text.replace(/[\\%_]/g, '\\$&') } },
    select: { name: true },
    orderBy: { name: 'asc' },
    take: maxOptions,
  })
  return rows.map(row => row.name)
}
