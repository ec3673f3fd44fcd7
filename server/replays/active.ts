import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { type EndpointPath, loadEndpoint } from '#server/endpoints/queries.ts'
import type { ReplayOut } from '#server/replays/schema.ts'
import { toReplayOut } from '#server/replays/stored.ts'

/** The newest replay to an endpoint that is not over, or null. @throws AppError not_found */
export async function findActiveReplay(context: Context, path: EndpointPath): Promise<ReplayOut | null> {
  const { id } = await loadEndpoint(context, path)
  const row = await prisma.replay.findFirst({
    where: { environmentId: context.environmentId, endpointId: id, state: { in: ['waiting', 'canary', 'running'] } },
    orderBy: { id: 'desc' },
  })
  return row && toReplayOut(row)
}
