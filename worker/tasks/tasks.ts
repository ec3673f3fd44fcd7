import { pool, type Queryable } from '#server/db.ts'
import { dropLanes, moveStragglers } from '#server/lanes/sql.ts'
import { log } from '#server/log.ts'
import { createPartitions } from '#server/partitions/sql.ts'
import { forgetWorkers } from '#server/workers/sql.ts'
import { reconcile } from '#worker/tasks/reconcile.ts'

/**
 * Chores that some worker must do now and then. Each run takes an advisory lock for its transaction, so that of many workers one does it;
 * all are idempotent, so that it does not matter which.
 */
type Task = { name: string; everyMs: number; run: (db: Queryable) => Promise<unknown> }

const tasks: Task[] = [
  { name: 'move stragglers out of closed lanes', everyMs: 5_000, run: db => db.query(moveStragglers) },
  { name: 'drop lanes that have been closed for an hour', everyMs: 60_000, run: db => db.query(dropLanes) },
  { name: 'reconcile deliveries and jobs', everyMs: 60_000, run: reconcile },
  { name: 'create partitions ahead', everyMs: 3_600_000, run: db => db.query(createPartitions) },
  { name: 'forget silent workers', everyMs: 3_600_000, run: db => db.query(forgetWorkers) },
]

/** Runs the tasks until the signal is aborted; resolves when the last one has ended. */
export function startTasks(signal: AbortSignal): Promise<unknown> {
  return Promise.all(tasks.map(task => repeatTask(task, signal)))
}

async function repeatTask(task: Task, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await runTask(task).catch((error: Error) =>
      log.warn({ task: task.name, error: error.message }, 'a task failed and will be tried again'),
    )
    await pause(task.everyMs, signal)
  }
}

export async function runTask({ name, run }: Task): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    // Nothing may queue behind a chore that waits for a lock.
    await client.query(`set local lock_timeout = '1s'`)
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock(hashtext($1)) as mine', [`posthorn ${name}`])
    if (rows[0]?.mine) await run(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
