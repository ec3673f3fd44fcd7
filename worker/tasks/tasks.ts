import { setTimeout as wait } from 'node:timers/promises'
import type { Transaction } from '#server/db.ts'
import { dropLanes, moveStragglers } from '#server/lanes/sql.ts'
import { log } from '#server/log.ts'
import { createPartitions } from '#server/partitions/sql.ts'
import { forgetWorkers } from '#server/workers/sql.ts'
import { runBackgroundTasks } from '#worker/background-tasks/run.ts'
import { alone } from '#worker/tasks/alone.ts'
import { forgetExpired, forgetExpiredKeys } from '#worker/tasks/expiry.ts'
import { watchFailingEndpoints } from '#worker/tasks/failing-endpoints.ts'
import { watchPartitions } from '#worker/tasks/partitions.ts'
import { reconcile } from '#worker/tasks/reconcile.ts'
import { dropOldDays, dropOldWeeks } from '#worker/tasks/retention.ts'
import { rollUp } from '#worker/tasks/roll-up.ts'

/**
 * Chores that some worker must do now and then. All are idempotent and bounded in what one transaction does, and each takes a lock
 * (an advisory one, or that of a row), so that it does not matter which worker does it, how often, or where it is killed.
 */
type Task = { name: string; everyMs: number; run: (signal: AbortSignal) => Promise<unknown> }

const seconds = (count: number): number => count * 1_000
const minutes = (count: number): number => seconds(count * 60)

/** A task that failed does not wait for its turn longer than this. */
const retryMs = minutes(1)

/** A task that is one transaction. */
const single = (name: string, everyMs: number, run: (db: Transaction) => Promise<unknown>): Task => ({
  name,
  everyMs,
  run: () => alone(name, run),
})

const tasks: Task[] = [
  single('move stragglers out of closed lanes', seconds(5), db => db.query(moveStragglers)),
  single('drop lanes that have been closed for an hour', minutes(1), db => db.query(dropLanes)),
  single('reconcile deliveries and jobs', minutes(1), reconcile),
  single('warn about failing endpoints and disable them', minutes(5), watchFailingEndpoints),
  { name: 'go on with background tasks', everyMs: seconds(0.5), run: runBackgroundTasks },
  { name: 'roll up statistics', everyMs: minutes(5), run: rollUp },
  { name: 'forget expired keys', everyMs: minutes(5), run: forgetExpiredKeys },
  { name: 'forget what has expired', everyMs: minutes(10), run: forgetExpired },
  { name: 'watch partitions', everyMs: minutes(1), run: watchPartitions },
  { name: 'drop old weeks', everyMs: minutes(10), run: dropOldWeeks },
  { name: 'drop old days of the request log', everyMs: minutes(60), run: dropOldDays },
  single('create partitions ahead', minutes(60), db => db.query(createPartitions)),
  single('forget silent workers', minutes(60), db => db.query(forgetWorkers)),
]

let failures = 0

/** Runs of tasks that failed since this process started; each is logged and tried again. */
export const taskFailureCount = (): number => failures

/** Runs the tasks until the signal is aborted; resolves when the last one has ended. */
export function startTasks(signal: AbortSignal): Promise<unknown> {
  return Promise.all(tasks.map(task => repeatTask(task, signal)))
}

async function repeatTask(task: Task, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const done = await tryTask(task, signal)
    await wait(done ? task.everyMs : Math.min(task.everyMs, retryMs), undefined, { signal }).catch(() => {})
  }
}

async function tryTask({ name, run }: Task, signal: AbortSignal): Promise<boolean> {
  try {
    await run(signal)
    return true
  } catch (error) {
    if (!signal.aborted) {
      failures++
      log.warn({ task: name, error: (error as Error).message }, 'a task failed and will be tried again')
    }
    return false
  }
}
