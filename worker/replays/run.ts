import { setTimeout as wait } from 'node:timers/promises'
import { pool } from '#server/db.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { findActive } from '#server/replays/progress-sql.ts'
import { stepReplay } from '#worker/replays/step.ts'

const stepMs = 250
const idleMs = 500
/** A replay that looks for rare matches lets the others have their turn now and then. */
const maxStepsInTurn = 20

/** Drives the replays until the signal is aborted; any number of workers may do so at once. */
export async function runReplays(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const active = await stepAll(signal).catch((error: Error) => {
      log.warn({ error: error.message }, 'replays could not be looked for')
      return 0
    })
    await wait(active > 0 ? stepMs : idleMs, undefined, { signal }).catch(() => {})
  }
}

async function stepAll(signal: AbortSignal): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(findActive)
  for (const { id } of rows) {
    if (signal.aborted) break
    // One that fails, whatever it is, does not keep the others from going on.
    await stepInTurn(id, signal).catch((error: Error) =>
      log.warn({ replay: formatId('replay', id), error: error.message }, 'a replay could not go on and will be tried again'),
    )
  }
  return rows.length
}

async function stepInTurn(id: string, signal: AbortSignal): Promise<void> {
  for (let steps = 0; steps < maxStepsInTurn && !signal.aborted; steps++) if (!(await stepReplay(id))?.again) return
}
