import { loadApplication } from '#server/applications/queries.ts'
import type { Context } from '#server/context.ts'
import { loadEndpoint } from '#server/endpoints/queries.ts'
import { AppError, invalid } from '#server/errors.ts'
import type { ReplayFilter } from '#server/replays/schema.ts'
import type { Selection } from '#server/replays/selection.ts'
import { idsBetween, storeFilter } from '#server/replays/stored.ts'
import type { Database } from '#server/writes.ts'

/** Ids or uids of where a replay happens. Without an application: in the whole environment. */
export type ReplayPlace = { application: string | null }
export type ReplayRequest = { filter: ReplayFilter; endpoint: string | null }

/**
 * The selection of a request, narrowed by the Context.
 * @throws AppError not_found, conflict for an endpoint that is disabled; ValidationError
 */
export async function selectionIn(
  context: Context,
  { application }: ReplayPlace,
  { filter, endpoint }: ReplayRequest,
  { id }: { id: string },
  db: Database,
): Promise<Selection> {
  if (filter.since && filter.until && filter.since >= filter.until)
    throw invalid(['body', 'until'], 'The end must be later than the beginning.')
  const applicationId = application === null ? (context.applicationId ?? null) : (await loadApplication(context, application, db)).id
  const target = application === null || endpoint === null ? null : await loadEndpoint(context, { application, endpoint }, db)
  if (target?.disabled) throw new AppError('conflict', 'The endpoint is disabled; enable it, and replay then.')
  return {
    environmentId: context.environmentId,
    applicationId,
    endpointId: target?.id ?? null,
    ...storeFilter(filter),
    ...idsBetween(filter.since ?? null, filter.until ?? null, id),
  }
}
