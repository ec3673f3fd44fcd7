import { resultOf } from '#server/background-tasks/mutations.ts'
import { lockTask, saveTask, type TaskRow } from '#server/background-tasks/progress-sql.ts'
import type { WalkTask } from '#server/background-tasks/schema.ts'
import { favourKeys } from '#server/by-key.ts'
import { type Transaction, transaction } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { purgeNext } from '#server/messages/purge.ts'
import { countNextApplications, listNextSubscriptions } from '#server/stats/usage.ts'

/** `cursor`: what was looked at last, null at the end. `added`: to the number or the list that is the result. */
type Step = { cursor: string | null; added: unknown }
type StepOf = (db: Transaction, task: TaskRow) => Promise<Step>

const purge: StepOf = async (db, { id, application_id, cursor_id }) => {
  await favourKeys(db)
  const { cursor, purged } = await purgeNext(db, application_id!, { after: cursor_id, before: id })
  return { cursor, added: purged }
}
const count: StepOf = async (db, { environment_id, cursor_id, input }) => {
  const { cursor, found } = await countNextApplications(db, environment_id, cursor_id, input)
  return { cursor, added: found }
}
const subscriptions: StepOf = async (db, { environment_id, cursor_id }) => {
  const { cursor, found } = await listNextSubscriptions(db, environment_id, cursor_id)
  return { cursor, added: found }
}

/** What a step of each kind does. */
const kinds: Record<WalkTask, StepOf> = {
  'application.purge_content': purge,
  'application.stats': count,
  'event-type.aggregate': subscriptions,
}

/**
 * One step of a task, in one transaction that holds its row: whatever ends a worker, the step has happened or it has not, and another
 * worker takes the next. False: it has ended, or another worker is at it.
 */
export async function stepTask(id: string): Promise<boolean> {
  return transaction(async db => {
    const task = (await db.query<TaskRow>({ ...lockTask, values: [id] })).rows[0]
    if (!task) return false
    const { cursor, added } = await kinds[task.kind](db, task)
    await db.query({ ...saveTask, values: [id, cursor, resultOf[task.kind].name, JSON.stringify(added)] })
    if (cursor === null) log.info({ task: formatId('backgroundTask', id), kind: task.kind }, 'a background task has finished')
    return cursor !== null
  })
}
