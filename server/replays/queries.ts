import { loadApplication } from '#server/applications/queries.ts'
import { byKey } from '#server/by-key.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { stateCode } from '#server/deliveries/state.ts'
import { notFound } from '#server/errors.ts'
import type { Prisma, Replay } from '#server/generated/prisma/client.ts'
import { parseId } from '#server/ids.ts'
import { type Page, past, walk } from '#server/pagination.ts'
import type { ReplayList, ReplayMatches, ReplayOut, ReplayPreviewOut } from '#server/replays/schema.ts'
import { countAll, type Group, type Selection } from '#server/replays/selection.ts'
import { newReplayId } from '#server/replays/sql.ts'
import { toReplayOut } from '#server/replays/stored.ts'
import { type ReplayPlace, type ReplayRequest, selectionIn } from '#server/replays/target.ts'

export type ReplayPath = ReplayPlace & { replay: string }

/** Which replays may be read at a place. @throws AppError not_found for the application */
async function placeFilter(context: Context, { application }: ReplayPlace): Promise<Prisma.ReplayWhereInput> {
  const { environmentId, applicationId } = context
  return { environmentId, applicationId: application === null ? applicationId : (await loadApplication(context, application)).id }
}

/** @throws AppError not_found, also for another environment's or application's */
export async function loadReplay(context: Context, path: ReplayPath): Promise<Replay> {
  const where = await placeFilter(context, path)
  const id = parseId('replay', path.replay)
  const row = id && (await prisma.replay.findFirst({ where: { ...where, id } }))
  if (!row) throw notFound()
  return row
}

export const getReplay = async (context: Context, path: ReplayPath): Promise<ReplayOut> => toReplayOut(await loadReplay(context, path))

/** Newest first. @throws AppError not_found for the application */
export async function listReplays(context: Context, place: ReplayPlace, list: ReplayList): Promise<Page<ReplayOut>> {
  const where = await placeFilter(context, place)
  const step = walk({ ...list, order: 'descending' }, text => parseId('replay', text))
  const rows = await prisma.replay.findMany({
    where: { ...where, id: past(step) },
    orderBy: { id: step.descending ? 'desc' : 'asc' },
    take: step.take,
  })
  return step.page(rows.map(toReplayOut), row => row.id)
}

const shownEventTypes = 20

const selectionNow = async (context: Context, place: ReplayPlace, request: ReplayRequest): Promise<Selection> =>
  selectionIn(context, place, request, await newReplayId(prisma), prisma)

/** How much a replay made now would send. @throws AppError not_found, conflict; ValidationError */
export async function countReplayable(context: Context, place: ReplayPlace, request: ReplayRequest): Promise<ReplayPreviewOut['matching']> {
  const selection = await selectionNow(context, place, request)
  const { count, more } = await byKey(db => countAll(db, selection))
  return { count, more }
}

/** What a replay made now would send. @throws AppError not_found, conflict; ValidationError */
export async function previewMatches(context: Context, place: ReplayPlace, request: ReplayRequest): Promise<ReplayMatches> {
  const selection = await selectionNow(context, place, request)
  // What failed once and has arrived since has no failure of now.
  const arrived = { ...selection, states: [stateCode.delivered], missing: false, reasons: [], errors: [], statusClass: null }
  const matching = await byKey(db => countAll(db, selection))
  const wanted = request.filter.states.includes('delivered')
  const delivered = wanted ? { count: 0, more: false } : await byKey(db => countAll(db, arrived))
  return {
    matching: { count: matching.count, more: matching.more },
    delivered: { count: delivered.count, more: delivered.more },
    endpointCount: new Set(matching.groups.map(group => group.endpointId)).size,
    eventTypes: countsOf(matching.groups).slice(0, shownEventTypes),
  }
}

/** The same with the time that it takes. @throws as previewMatches */
export async function previewReplay(
  context: Context,
  place: ReplayPlace,
  { rate, ...request }: ReplayRequest & { rate: number },
): Promise<ReplayPreviewOut> {
  const matches = await previewMatches(context, place, request)
  return { ...matches, estimatedSeconds: Math.ceil(matches.matching.count / rate) }
}

function countsOf(groups: readonly Group[]): ReplayPreviewOut['eventTypes'] {
  const counts = new Map<string, number>()
  for (const { eventType, count } of groups) counts.set(eventType, (counts.get(eventType) ?? 0) + count)
  return [...counts].map(([eventType, count]) => ({ eventType, count })).sort((a, b) => b.count - a.count)
}
