import { actorName } from '#server/actor-name.ts'
import { toWalkTaskOut } from '#server/background-tasks/queries.ts'
import type { TaskOut, WalkTask } from '#server/background-tasks/schema.ts'
import type { Context } from '#server/context.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import type { Tx } from '#server/writes.ts'

/** The list or the number that the steps of each kind add to. */
export const resultOf = {
  'application.purge_content': { name: 'messagesPurged', empty: 0 },
  'application.stats': { name: 'appStats', empty: [] },
  'event-type.aggregate': { name: 'event_types', empty: [] },
} satisfies Record<WalkTask, { name: string; empty: number | [] }>

/** The worker that sees the row begins. `applicationId` null: over the whole environment. `input`: what its steps need to know. */
export async function startTask(
  context: Context,
  kind: WalkTask,
  { applicationId, input = {} }: { applicationId: string | null; input?: Prisma.InputJsonObject },
  tx: Tx,
): Promise<TaskOut> {
  const { name, empty } = resultOf[kind]
  const row = await tx.backgroundTask.create({
    data: {
      environmentId: context.environmentId,
      applicationId,
      kind,
      input,
      result: { [name]: empty },
      createdBy: actorName(context.actor),
    },
  })
  return toWalkTaskOut(row)
}
