import type { BackgroundTaskList, BackgroundTaskOut, TaskOut } from '#server/background-tasks/schema.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { Prisma, Replay } from '#server/generated/prisma/client.ts'
import { formatId, parseId } from '#server/ids.ts'
import { type Page, past, walk } from '#server/pagination.ts'

/** How a replay's state reads for Svix's clients. */
const statesOf: Record<TaskOut['status'], string[]> = {
  running: ['waiting', 'canary', 'running'],
  finished: ['finished'],
  failed: ['failed', 'canceled'],
}
const statuses = Object.keys(statesOf) as TaskOut['status'][]

/** Replays that were made as one of Svix's tasks; its clients know no other kind. */
const ofContext = ({ environmentId, applicationId }: Context): Prisma.ReplayWhereInput => ({
  environmentId,
  applicationId,
  kind: { not: 'replay' },
})

export const toTaskOut = (row: Replay): TaskOut => ({
  id: formatId('backgroundTask', row.id),
  status: statuses.find(status => statesOf[status].includes(row.state)) ?? 'running',
  task: row.kind as TaskOut['task'],
  updatedAt: row.updatedAt.toISOString(),
})

const toBackgroundTaskOut = (row: Replay): BackgroundTaskOut => {
  const { total, admitted, delivered, failed, skipped, reason } = row
  return { ...toTaskOut(row), data: { total, admitted, delivered, failed, skipped, reason } }
}

/** @throws AppError not_found */
export async function getBackgroundTask(context: Context, task: string): Promise<BackgroundTaskOut> {
  const id = parseId('backgroundTask', task)
  const row = id && (await prisma.replay.findFirst({ where: { ...ofContext(context), id } }))
  if (!row) throw notFound()
  return toBackgroundTaskOut(row)
}

export async function listBackgroundTasks(context: Context, list: BackgroundTaskList): Promise<Page<BackgroundTaskOut>> {
  const step = walk(list, text => parseId('backgroundTask', text))
  const rows = await prisma.replay.findMany({
    where: {
      ...ofContext(context),
      id: past(step),
      ...(list.status && { state: { in: statesOf[list.status] } }),
      ...(list.task && { AND: { kind: list.task } }),
    },
    orderBy: { id: step.descending ? 'desc' : 'asc' },
    take: step.take,
  })
  return step.page(rows.map(toBackgroundTaskOut), row => row.id)
}
