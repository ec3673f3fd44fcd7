import { actorName } from '#server/actor-name.ts'
import type { Context } from '#server/context.ts'
import { stateCode } from '#server/deliveries/state.ts'
import type { History, Stored } from '#server/demo/history.ts'
import { storeProgress } from '#server/demo/store-sql.ts'
import { idFloor, lastId } from '#server/ids.ts'
import type { Tx } from '#server/writes.ts'

const minuteMs = 60_000
const tookMs = 6_000

/** A finished replay for each endpoint whose failures were replayed, with the numbers that its deliveries say. */
export async function storeReplays(context: Context, stored: readonly Stored[], history: History, now: Date, tx: Tx): Promise<void> {
  for (const { id: applicationId, endpoints } of stored)
    for (const { endpoint, id: endpointId } of endpoints) {
      const [trouble] = endpoint.troubles
      if (endpoint.replayed === null || trouble === undefined) continue
      const ago = (minutes: number) => new Date(now.getTime() - minutes * minuteMs)
      const at = ago(endpoint.replayed)
      const endedAt = new Date(at.getTime() + tookMs)
      const count = history.deliveries.filter(each => each.endpoint_id === endpointId && isReplayed(each)).length
      const counts = { total: count, admitted: count, delivered: count, totalExact: true }
      const keys = { countedMessageId: lastId, countedEndpointId: lastId, cursorMessageId: lastId, cursorEndpointId: lastId, walked: true }
      await tx.replay.create({
        data: {
          id: idFloor(at),
          environmentId: context.environmentId,
          applicationId,
          endpointId,
          kind: 'replay',
          states: [stateCode.failed],
          missing: false,
          reasons: [],
          errors: [],
          eventTypes: [],
          since: ago(trouble.from),
          until: at,
          canary: true,
          rate: 10,
          starts: 'now',
          state: 'finished',
          createdBy: actorName(context.actor),
          createdAt: at,
          startedAt: at,
          pacedAt: at,
          endedAt,
          updatedAt: endedAt,
          ...counts,
          ...keys,
        },
      })
      await tx.$executeRawUnsafe(storeProgress, idFloor(at), endpointId, at, endedAt)
    }
}

/** Begun anew at step 0, after attempts that had ended its schedule. */
const isReplayed = ({ schedule_step, attempt_count }: History['deliveries'][number]) => attempt_count > schedule_step
