import { findRunning } from '#server/background-tasks/progress-sql.ts'
import { pool } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { stepTask } from '#worker/background-tasks/step.ts'

/** A long task lets the others have their turn now and then. */
const stepsInTurn = 20

/** Goes on with the background tasks until none is left to this worker; any number of workers may do so at once. */
export async function runBackgroundTasks(signal: AbortSignal): Promise<void> {
  for (let busy = true; busy && !signal.aborted; ) {
    const { rows } = await pool.query<{ id: string }>(findRunning)
    const going = []
    for (const { id } of rows) going.push(await stepInTurn(id, signal))
    busy = going.includes(true)
  }
}

/** Whether it goes on; one that fails, whatever it is, waits for the next time and does not keep the others from going on. */
async function stepInTurn(id: string, signal: AbortSignal): Promise<boolean> {
  try {
    for (let steps = 0; steps < stepsInTurn && !signal.aborted; steps++) if (!(await stepTask(id))) return false
    return true
  } catch (error) {
    log.warn(
      { task: formatId('backgroundTask', id), error: (error as Error).message },
      'a background task could not go on and will be tried again',
    )
    return false
  }
}
