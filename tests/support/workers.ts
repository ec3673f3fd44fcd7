import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { pool } from '#server/db.ts'
import { resetClock } from '#tests/support/clock.ts'
import { closeDatabase } from '#tests/support/database.ts'
import { violations } from '#tests/support/invariant.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { startWorker, type Worker, type WorkerOptions } from '#worker/worker.ts'

/** As in production, only that seconds are tenths of seconds. A claim is touched for the first time after a second: what is silent is silent for longer. */
const quick = {
  pulse: { touchMs: 40, reapMs: 40, silentSeconds: 1.5, stopMs: 1_000, abortMs: 1_300 },
} satisfies WorkerOptions

const running = new Set<Worker>()

export async function startTestWorker(options: WorkerOptions = {}): Promise<Worker> {
  const worker = await startWorker('test', { ...quick, ...options })
  running.add(worker)
  return worker
}

/** Drains what a test has started. */
export async function stopWorkers(withinMs = 100): Promise<void> {
  const workers = [...running]
  running.clear()
  await Promise.all(workers.map(worker => worker.drain(withinMs)))
}

/** After each test of the file: workers stopped, the invariant proved, the queue emptied, the clock set right. */
export function tidyAfterEach(): void {
  afterEach(async () => {
    await stopWorkers()
    const found = await violations(pool)
    await pool.query(`delete from pgboss.job; delete from delivery; delete from lane`)
    await resetClock()
    expect(found).toEqual([])
  })
  afterAll(closeDatabase)
}

/** A merchant's server for the tests of one file, and a worker that delivers to it from the start if it is wanted. Afterwards no worker runs. */
export function setUpReceiver({ worker = false } = {}): Pick<Receiver, 'inbox'> {
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver()
    if (worker) await startTestWorker()
  })
  afterAll(async () => {
    await stopWorkers()
    await receiver.close()
  })
  return { inbox: script => receiver.inbox(script) }
}
