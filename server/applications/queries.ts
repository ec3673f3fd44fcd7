import type { ApplicationList, ApplicationOut } from '#server/applications/schema.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { Application, Prisma } from '#server/generated/prisma/client.ts'
import { formatId, parseId } from '#server/ids.ts'
import { escapeLike } from '#server/like.ts'
import { type Page, past, walk } from '#server/pagination.ts'
import { type Reference, referenceTo } from '#server/references.ts'
import type { Database } from '#server/writes.ts'

export const toApplicationOut = (row: Application): ApplicationOut => ({
  id: formatId('application', row.id),
  uid: row.uid,
  name: row.name,
  throttleRate: row.rateLimit,
  metadata: row.metadata as Record<string, string>,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** Null when this environment has no such application. */
export const findApplication = (
  context: Context,
  reference: Reference<'application'>,
  db: Database = prisma,
): Promise<Application | null> =>
  db.application.findFirst({ where: { environmentId: context.environmentId, deletedAt: null, ...reference, AND: withinReach(context) } })

/** A merchant's Context reaches its own application only, and hardly any the one of operational events. */
const withinReach = ({ applicationId, operational }: Context): Prisma.ApplicationWhereInput => ({
  internal: operational ?? false,
  ...(applicationId === undefined ? {} : { id: applicationId }),
})

/**
 * The row that a path names by id or uid.
 * @throws AppError not_found, also for another environment's
 */
export async function loadApplication(context: Context, idOrUid: string, db: Database = prisma): Promise<Application> {
  const row = await findApplication(context, referenceTo('application', idOrUid), db)
  if (!row) throw notFound()
  return row
}

/** Those that a typed text means: part of the name, or a whole uid or id; all for an empty one. */
export function applicationsMatching(text: string): Prisma.ApplicationWhereInput {
  if (text === '') return {}
  const id = parseId('application', text)
  return { OR: [{ name: { contains: escapeLike(text), mode: 'insensitive' } }, { uid: text }, ...(id === null ? [] : [{ id }])] }
}

/** Database ids of those that are there, by the ids or uids that name them. */
export async function findApplications(context: Context, names: readonly string[], db: Database): Promise<Map<string, string>> {
  const ids = new Map(names.map(name => [name, parseId('application', name)]))
  const rows = await db.application.findMany({
    where: {
      environmentId: context.environmentId,
      deletedAt: null,
      AND: withinReach(context),
      OR: [{ id: { in: [...ids.values()].filter(id => id !== null) } }, { uid: { in: names.filter(name => ids.get(name) === null) } }],
    },
    select: { id: true, uid: true },
  })
  const known = new Map(rows.flatMap(({ id, uid }) => [[id, id], ...(uid === null ? [] : [[uid, id]])] as [string, string][]))
  return new Map(
    names.flatMap(name => {
      const id = known.get(ids.get(name) ?? name)
      return id === undefined ? [] : [[name, id]]
    }),
  )
}

export const getApplication = async (context: Context, idOrUid: string): Promise<ApplicationOut> =>
  toApplicationOut(await loadApplication(context, idOrUid))

export async function listApplications(context: Context, list: ApplicationList): Promise<Page<ApplicationOut>> {
  const step = walk(list, text => parseId('application', text))
  const rows = await prisma.application.findMany({
    where: { environmentId: context.environmentId, deletedAt: null, id: past(step), AND: [withinReach(context), ...endpointFilters(list)] },
    orderBy: { id: step.descending ? 'desc' : 'asc' },
    take: step.take,
  })
  return step.page(rows.map(toApplicationOut), row => row.id)
}

function endpointFilters(list: ApplicationList): Prisma.ApplicationWhereInput[] {
  const filters: Prisma.ApplicationWhereInput[] = []
  if (list.exclude_apps_with_no_endpoints) filters.push({ endpoints: { some: { deletedAt: null } } })
  if (list.exclude_apps_with_disabled_endpoints) filters.push({ endpoints: { none: { deletedAt: null, disabled: true } } })
  if (list.exclude_apps_with_svix_play_endpoints)
    filters.push({ endpoints: { none: { deletedAt: null, url: { startsWith: 'https://play.svix.com/' } } } })
  return filters
}
