import { hostname } from 'node:os'
import { config } from '#server/config.ts'
import { pool } from '#server/db.ts'
import { createRecorder, type Outcome, type Recorded } from '#server/deliveries/record.ts'
import { isDatabaseAway } from '#server/errors.ts'
import { log } from '#server/log.ts'
import { stopListening, subscribe } from '#server/notify.ts'
import { openQueue } from '#server/queue.ts'
import { registerWorker, unregisterWorker } from '#server/workers/sql.ts'
import { createClaimer } from '#worker/claim.ts'
import { createClaims } from '#worker/claimed.ts'
import { createClock } from '#worker/clock.ts'
import { deliver } from '#worker/deliver.ts'
import { createDispatcher } from '#worker/dispatch.ts'
import { createLanes } from '#worker/lanes.ts'
import { createPulse, type PulseLimits } from '#worker/pulse.ts'
import { createSender } from '#worker/send.ts'
import { createShares, type ShareLimits } from '#worker/shares.ts'
import { createSlots } from '#worker/slots.ts'
import { startTasks } from '#worker/tasks/tasks.ts'

export type WorkerOptions = {
  slots?: number
  share?: ShareLimits
  pulse?: PulseLimits
  laneCloseAfterMs?: number
  timeoutMs?: number
}

export type Worker = {
  id: number
  inFlight: () => number
  lanes: () => number
  /** Stops claiming, lets what is in flight finish, gives back the rest. */
  drain: (withinMs?: number) => Promise<void>
}

const pauseMs = 250

/** Many merchants may share a host (an integration platform); it may have most of the slots, never all of the sockets. */
const maxConnectionsPerOrigin = 256

/** Starts a worker in this process. */
export async function startWorker(version: string, options: WorkerOptions = {}): Promise<Worker> {
  const sentAt = performance.now()
  const { rows } = await pool.query<{ id: number; now: number }>({ ...registerWorker, values: [hostname(), version] })
  const { id: workerId, now } = rows[0]!
  const stopping = new AbortController()
  const clock = createClock(now, sentAt)
  const queue = await openQueue()
  const sender = createSender({ allowSubnets: config.allowSubnets, connectionsPerOrigin: maxConnectionsPerOrigin })
  const claims = createClaims()
  const slots = createSlots(options.slots ?? config.workerSlots)
  const shares = createShares(options.share ?? { slots: config.endpointSlots, waitMs: 200, slowMs: 50 })
  const recorder = createRecorder(workerId)
  const timeoutMs = options.timeoutMs ?? 15_000

  // The parts know each other through these functions; what they share is made above.
  const maySend = () => pulse.maySend()
  const dispatcher = createDispatcher({
    claims,
    slots,
    shares,
    deliver: claim => deliver(claim, { clock, sender, record: outcome => recordPatiently(recorder, outcome, stopping.signal), timeoutMs }),
    moveToLanes: list => lanes.move(list),
    afterLaneDelivery: (endpointId, delivered) => lanes.afterDelivery(endpointId, delivered),
    onFreeSlot: () => {
      for (const claimer of claimers) claimer.wake()
    },
  })
  const lanes = createLanes({
    workerId,
    queue,
    clock,
    slots,
    accept: dispatcher.accept,
    maySend,
    leaseSeconds: 8,
    closeAfterMs: options.laneCloseAfterMs ?? 60_000,
  })
  const pulse = createPulse({ workerId, clock, claims, afterTouch: lanes.tick, ...(options.pulse && { limits: options.pulse }) })
  const claimers = (['deliver', 'retry', 'replay'] as const).map(name =>
    createClaimer({ name, queue, clock, slots, maySend, accept: dispatcher.accept, openLane: lanes.open, signal: stopping.signal }),
  )

  const wakeAll = () => {
    for (const claimer of claimers) claimer.wake()
    lanes.wake()
  }
  const unsubscribe = subscribe('posthorn_deliver', wakeAll)
  const lanePoll = setInterval(lanes.wake, 500)
  const overdue = setInterval(() => {
    for (const { endpointId, claims: held } of shares.takeOverdue()) void openSlowLane(endpointId, held)
  }, 50)

  async function openSlowLane(endpointId: string, held: Parameters<typeof lanes.move>[0]): Promise<void> {
    try {
      await lanes.open(endpointId, 'slow')
      if (held.length > 0) await lanes.move(held)
      held.forEach(dispatcher.forget)
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'a lane could not be opened')
      await dispatcher.giveBack(held)
    }
  }

  const tasks = startTasks(stopping.signal)
  const loops = claimers.map(claimer => claimer.run())
  log.info({ worker: workerId, slots: options.slots ?? config.workerSlots }, 'the worker is at work')

  return {
    id: workerId,
    inFlight: claims.size,
    lanes: lanes.size,
    drain: async (withinMs = 20_000) => {
      clearInterval(lanePoll)
      clearInterval(overdue)
      unsubscribe()
      stopping.abort()
      wakeAll()
      await Promise.all([...loops, tasks])
      await lanes.releaseAll().catch(() => {})
      const deadline = performance.now() + withinMs
      while (claims.size() > 0 && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 20))
      const left = claims.olderThan(0)
      for (const claim of left) claim.abort.abort()
      await dispatcher.giveBack(left, 0)
      pulse.stop()
      await pool.query({ ...unregisterWorker, values: [workerId] }).catch(() => {})
      await Promise.all([queue.stop(), sender.close()])
      stopListening()
    },
  }
}

/**
 * The receiver has been called; its answer must not be forgotten because the database is away. The fence makes a late record safe,
 * so it is tried until it succeeds, or the process must end: then the job is taken over and the receiver is called again.
 */
async function recordPatiently(
  recorder: (outcome: Outcome) => Promise<Recorded>,
  outcome: Outcome,
  stopping: AbortSignal,
): Promise<Recorded> {
  for (;;) {
    try {
      return await recorder(outcome)
    } catch (error) {
      if (!isDatabaseAway(error) || stopping.aborted) throw error
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }
}
