import { isMerchant } from '#server/auth/permissions.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import { formatId, parseId } from '#server/ids.ts'
import { createReplay } from '#server/replays/mutations.ts'
import { getReplay, listReplays, previewMatches } from '#server/replays/queries.ts'
import type { ReplayMatches, ReplayOut } from '#server/replays/schema.ts'
import type { NamedTarget, NewReplay, ReplayDraft, ReplayTarget, ReplayView, ReplayViewPage } from '#server/replays/view-schema.ts'
import type { Database } from '#server/writes.ts'

const everywhere = { application: null }
const pageSize = 50

/** Newest first. */
export async function listReplayViews(context: Context, { cursor }: { cursor?: string | null }): Promise<ReplayViewPage> {
  const page = await listReplays(context, everywhere, { limit: pageSize, iterator: cursor ?? undefined })
  return { rows: await nameAll(context, page.data), cursor: page.done ? null : page.iterator }
}

/** @throws AppError not_found */
export async function getReplayView(context: Context, { replay }: { replay: string }): Promise<ReplayView> {
  return (await nameAll(context, [await getReplay(context, { ...everywhere, replay })]))[0]!
}

/** @throws AppError not_found, conflict; ValidationError */
export async function previewDraft(context: Context, { application, endpoint, ...filter }: ReplayDraft): Promise<ReplayMatches> {
  return previewMatches(context, await placeOf(context, { application, endpoint }), { filter, endpoint })
}

/** @throws AppError not_found, conflict; ValidationError */
export async function createFromDraft(context: Context, { application, endpoint, ...input }: NewReplay, db: Database): Promise<ReplayOut> {
  return createReplay(context, await placeOf(context, { application, endpoint }), { ...input, endpointId: endpoint }, db)
}

/** An endpoint says which application is meant. @throws AppError not_found */
async function placeOf(context: Context, target: ReplayTarget): Promise<{ application: string | null }> {
  if (target.endpoint === null) return { application: target.application }
  const { application } = await nameTarget(context, target)
  if (application === null) throw notFound('Endpoint')
  return { application: application.id }
}

/** What an address means by its ids. Of an endpoint, its own application whatever else is said. */
export async function nameTarget(context: Context, { application, endpoint }: ReplayTarget): Promise<NamedTarget> {
  const names = await readNames(context, [application], [endpoint])
  const found = endpoint === null ? undefined : names.endpoints.get(endpoint)
  const applicationId = found?.applicationId ?? (endpoint === null ? application : null)
  return { application: names.applicationOf(applicationId), endpoint: found?.view ?? null }
}

async function nameAll(context: Context, replays: ReplayOut[]): Promise<ReplayView[]> {
  const names = await readNames(
    context,
    replays.map(({ appId }) => appId),
    replays.map(({ endpointId }) => endpointId),
  )
  // Who works at the company is not for merchants.
  const userIds = isMerchant(context.actor) ? [] : replays.flatMap(({ createdBy }) => parseId('user', createdBy) ?? [])
  const users = await prisma.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } })
  const userNames = new Map(users.map(({ id, name }) => [formatId('user', id), name]))
  return replays.map(replay => ({
    ...replay,
    application: names.applicationOf(replay.appId),
    endpoint: (replay.endpointId && names.endpoints.get(replay.endpointId)?.view) || null,
    createdByName: userNames.get(replay.createdBy) ?? null,
  }))
}

/** By their ids outside; those that were deleted have their names still. */
async function readNames({ environmentId, applicationId }: Context, applicationIds: (string | null)[], endpointIds: (string | null)[]) {
  const rows = await prisma.endpoint.findMany({
    where: {
      id: { in: endpointIds.flatMap(id => (id && parseId('endpoint', id)) || []) },
      application: { environmentId, id: applicationId },
    },
    select: { id: true, url: true, disabled: true, applicationId: true },
  })
  const ids = applicationIds.flatMap(id => (id && parseId('application', id)) || [])
  const applications = await prisma.application.findMany({
    where: { environmentId, id: { in: [...ids, ...rows.map(row => row.applicationId)] }, AND: { id: applicationId } },
    select: { id: true, name: true },
  })
  const byId = new Map(applications.map(({ id, name }) => [formatId('application', id), name]))
  return {
    applicationOf: (id: string | null) => (id !== null && byId.has(id) ? { id, name: byId.get(id)! } : null),
    endpoints: new Map(
      rows.map(({ id, url, disabled, applicationId }) => {
        const view = { id: formatId('endpoint', id), url, disabled }
        return [view.id, { view, applicationId: formatId('application', applicationId) }]
      }),
    ),
  }
}
