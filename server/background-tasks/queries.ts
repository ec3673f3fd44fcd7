import type { BackgroundTaskList, BackgroundTaskOut, TaskOut } from '#server/background-tasks/schema.ts'
import type { Context } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { notFound } from '#server/errors.ts'
import type { BackgroundTask, Prisma, Replay } from '#server/generated/prisma/client.ts'
import { formatId, parseId } from '#server/ids.ts'
import { type Page, past, walk } from '#server/pagination.ts'

/** How a replay's state reads for Svix's clients. */
const statesOf: Record<TaskOut['status'], string[]> = {
  running: ['waiting', 'canary', 'running'],
  finished: ['finished'],
  failed: ['failed', 'canceled'],
}
const statuses = Object.keys(statesOf) as TaskOut['status'][]

const narrowed = ({ environmentId, applicationId }: Context) => ({ environmentId, applicationId })

/** Replays that were made as one of Svix's tasks; its clients know no other kind. */
const replaysOf = (context: Context): Prisma.ReplayWhereInput => ({ ...narrowed(context), kind: { not: 'replay' } })

export const toTaskOut = (row: Replay): TaskOut => ({
  id: formatId('backgroundTask', row.id),
  status: statuses.find(status => statesOf[status].includes(row.state)) ?? 'running',
  task: row.kind as TaskOut['task'],
  updatedAt: row.updatedAt.toISOString(),
})

export const toWalkTaskOut = (row: BackgroundTask): TaskOut => ({
  id: formatId('backgroundTask', row.id),
  status: row.state as TaskOut['status'],
  task: row.kind as TaskOut['task'],
  updatedAt: row.updatedAt.toISOString(),
})

function fromReplay(row: Replay): BackgroundTaskOut {
  const { total, admitted, delivered, failed, skipped, reason } = row
  return { ...toTaskOut(row), data: { total, admitted, delivered, failed, skipped, reason } }
}

const fromWalk = (row: BackgroundTask): BackgroundTaskOut => ({ ...toWalkTaskOut(row), data: row.result as BackgroundTaskOut['data'] })

/** @throws AppError not_found */
export async function getBackgroundTask(context: Context, task: string): Promise<BackgroundTaskOut> {
  const id = parseId('backgroundTask', task)
  if (id === null) throw notFound()
  const walked = await prisma.backgroundTask.findFirst({ where: { ...narrowed(context), id } })
  if (walked) return fromWalk(walked)
  const replay = await prisma.replay.findFirst({ where: { ...replaysOf(context), id } })
  if (!replay) throw notFound()
  return fromReplay(replay)
}

/** A page of both kinds: of each as many as fit, in one order of ids. */
export async function listBackgroundTasks(context: Context, list: BackgroundTaskList): Promise<Page<BackgroundTaskOut>> {
  const step = walk(list, text => parseId('backgroundTask', text))
  const kind = list.task && { AND: { kind: list.task } }
  const page = { orderBy: { id: step.descending ? 'desc' : 'asc' }, take: step.take } as const
  const [replays, walked] = await Promise.all([
    prisma.replay.findMany({
      where: { ...replaysOf(context), id: past(step), ...kind, ...(list.status && { state: { in: statesOf[list.status] } }) },
      ...page,
    }),
    prisma.backgroundTask.findMany({
      where: { ...narrowed(context), id: past(step), ...kind, ...(list.status && { state: list.status }) },
      ...page,
    }),
  ])
  const sign = step.descending ? -1 : 1
  const rows = [...replays.map(fromReplay), ...walked.map(fromWalk)].sort((a, b) => (a.id < b.id ? -sign : sign))
  return step.page(rows.slice(0, step.take), row => row.id)
}
