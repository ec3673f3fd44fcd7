import { hostname } from 'node:os'
import { config } from '#server/config.ts'
import { pool } from '#server/db.ts'
import { createRecorder } from '#server/deliveries/record.ts'
import { log } from '#server/log.ts'
import { type Place, subscribe } from '#server/notify.ts'
import { openQueue } from '#server/queue.ts'
import { registerWorker, unregisterWorker } from '#server/workers/sql.ts'
import { createClaimer } from '#worker/claim.ts'
import { type Claims, createClaims } from '#worker/claimed.ts'
import { createClock, type DatabaseClock } from '#worker/clock.ts'
import { deliver } from '#worker/deliver.ts'
import { createDispatcher } from '#worker/dispatch.ts'
import { createLanes } from '#worker/lanes.ts'
import { watchOverdue } from '#worker/overdue.ts'
import { createPulse, type PulseLimits } from '#worker/pulse.ts'
import { recordPatiently } from '#worker/record-patiently.ts'
import { runReplays } from '#worker/replays/run.ts'
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

/** Many merchants may share a host (an integration platform); it may have most of the slots, never all of the sockets. */
const maxConnectionsPerOrigin = 256
const pollMs = 500

/** Starts a worker in this process. */
export async function startWorker(version: string, options: WorkerOptions = {}): Promise<Worker> {
  const { workerId, clock } = await register(version)
  const stopping = new AbortController()
  const queue = await openQueue()
  const sender = createSender({ allowSubnets: config.allowSubnets, connectionsPerOrigin: maxConnectionsPerOrigin })
  const claims = createClaims()
  const slots = createSlots(options.slots ?? config.workerSlots)
  const shares = createShares(options.share ?? { slots: config.endpointSlots, waitMs: 200, slowMs: 50 })
  const record = recordPatiently(createRecorder(workerId), stopping.signal)
  const timeoutMs = options.timeoutMs ?? 15_000

  // The parts call each other through these functions, and share what is made above.
  const wakeAll = (): void => {
    for (const claimer of claimers) claimer.wake()
    lanes.wake()
  }
  // Retries become due by time, so polling finds them; what is announced is new messages, resends and replays.
  const wakeFor = (place: Place): void => {
    for (const { name, wake } of claimers) if (name === place || (place === '' && name !== 'retry')) wake()
    if (place !== 'deliver') lanes.wake()
  }
  const maySend = (): boolean => !stopping.signal.aborted && pulse.maySend()
  const dispatcher = createDispatcher({
    claims,
    slots,
    shares,
    deliver: claim => deliver(claim, { clock, sender, record, timeoutMs }),
    maySend,
    moveToLanes: list => lanes.move(list),
    afterLaneDelivery: (endpointId, delivered) => lanes.afterDelivery(endpointId, delivered),
    onFreeSlot: () => {
      for (const claimer of claimers) claimer.wakeForRoom()
    },
  })
  const { accept } = dispatcher
  const closeAfterMs = options.laneCloseAfterMs ?? 60_000
  const lanes = createLanes({ workerId, queue, clock, slots, accept, maySend, leaseSeconds: 8, closeAfterMs })
  // While stopping, what it holds is still touched, but no lane is taken any more.
  const afterTouch = async (): Promise<void> => (stopping.signal.aborted ? undefined : lanes.tick())
  const pulse = createPulse({ workerId, clock, claims, afterTouch, ...(options.pulse && { limits: options.pulse }) })
  const claimers = (['deliver', 'retry', 'replay'] as const).map(name =>
    createClaimer({
      name,
      queue,
      clock,
      slots,
      maySend,
      accept,
      giveBack: dispatcher.giveBack,
      openLane: lanes.open,
      signal: stopping.signal,
    }),
  )

  const unsubscribe = subscribe('posthorn_deliver', wakeFor)
  const stopWatching = watchOverdue(shares, lanes, dispatcher)
  const lanePoll = setInterval(lanes.wake, pollMs)
  const ended = Promise.all([...claimers.map(claimer => claimer.run()), startTasks(stopping.signal), runReplays(stopping.signal)])
  log.info({ worker: workerId }, 'the worker is at work')

  const drain = async (withinMs = 20_000): Promise<void> => {
    clearInterval(lanePoll)
    stopWatching()
    unsubscribe()
    stopping.abort()
    wakeAll()
    await ended
    await Promise.all([dispatcher.giveBack(shares.takeHeld(), 0), lanes.releaseAll().catch(() => {})])
    await emptied(claims, withinMs)
    const left = claims.olderThan(0)
    for (const claim of left) claim.abort.abort()
    await dispatcher.giveBack(left, 0)
    pulse.stop()
    await pool.query({ ...unregisterWorker, values: [workerId] }).catch(() => {})
    await Promise.all([queue.stop(), sender.close()])
  }
  return { id: workerId, inFlight: claims.size, lanes: lanes.size, drain }
}

async function register(version: string): Promise<{ workerId: number; clock: DatabaseClock }> {
  const sentAt = performance.now()
  const { rows } = await pool.query<{ id: number; now: number }>({ ...registerWorker, values: [hostname(), version] })
  const { id, now } = rows[0]!
  return { workerId: id, clock: createClock(now, sentAt) }
}

/** Resolves when nothing is held any more, or the time is over. */
async function emptied(claims: Claims, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (claims.size() > 0 && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 20))
}
