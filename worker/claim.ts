import { claimPool, repeat } from '#server/db.ts'
import { timeOfId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import type { HotQueue, Queue } from '#server/queue.ts'
import { createBurstWatch } from '#worker/burst.ts'
import { type Claim, reapsOf } from '#worker/claimed.ts'
import type { DatabaseClock } from '#worker/clock.ts'
import type { LaneReason } from '#worker/lanes.ts'
import type { Slots } from '#worker/slots.ts'

export type ClaimOptions = {
  name: HotQueue
  queue: Queue
  clock: DatabaseClock
  slots: Slots
  maySend: () => boolean
  accept: (claims: Claim[]) => Promise<void>
  giveBack: (claims: Claim[], delaySeconds: number) => Promise<void>
  openLane: (endpointId: string, reason: LaneReason) => Promise<void>
  signal: AbortSignal
}

/** The guarantee; the notification is only the speed. */
const pollMs = 500
const maxBatch = 200
/** Larger batches are multiples of this, so that there are few different statements to plan. */
const batchStep = 16
/** A job of `deliver` that is claimed later than this after its message was accepted says that the queue has a backlog. */
const backlogMs = 100

/** The look after one that left nothing in the queue comes no sooner than this: it finds more, for the same work of the database. */
const spacingMs = 4

/** After several empty looks in a row, notifications (of other queues' work) are answered no more often than this. */
const idleMs = 20
const idleAfter = 3

const roundBatch = (room: number): number => (room > batchStep ? room - (room % batchStep) : room)

/**
 * Keeps the slots of one hot queue full. `wake` says that there may be work, `wakeForRoom` that a slot has become free: each ends
 * only the wait that it answers, so that a busy neighbour does not make an idle queue ask the database.
 */
export function createClaimer({ name, queue, clock, slots, maySend, accept, giveBack, openLane, signal }: ClaimOptions) {
  const bursts = createBurstWatch()
  const minBatch = Math.max(1, Math.min(32, slots.room(name) >> 3))
  let woken = false
  let emptyLooks = 0
  let lookedAt = 0
  let careful = false
  let waiting: { reason: 'room' | 'work' | 'pause'; done: () => void } | null = null

  const wake = (): void => {
    woken = true
    if (waiting?.reason === 'work') waiting.done()
  }

  const wakeForRoom = (): void => {
    if (waiting?.reason === 'room' && slots.room(name) >= minBatch) waiting.done()
  }

  const wait = (reason: 'room' | 'work' | 'pause', ms: number): Promise<void> =>
    new Promise(resolve => {
      const timer = setTimeout(done, ms)
      function done() {
        clearTimeout(timer)
        waiting = null
        resolve()
      }
      waiting = { reason, done }
    })

  const waitForWork = async (): Promise<void> => {
    const early = lookedAt + spacingMs - performance.now()
    if (early > 0) await wait('pause', early)
    if (emptyLooks++ >= idleAfter) await wait('pause', idleMs)
    if (!woken && !signal.aborted) await wait('work', pollMs)
  }

  const claim = async (limit: number): Promise<Claim[]> => {
    const jobs = await repeat(() => queue.fetch(name, limit, clock.now(), claimPool))
    const since = performance.now()
    return jobs.map(job => ({ job, queue: name, source: name, since, abort: new AbortController() }))
  }

  /** A backlog that is mostly one endpoint's is moved out of everybody's way. */
  const watchBurst = (claims: Claim[]): void => {
    if (name !== 'deliver') return
    for (const { job } of claims) bursts.note(job.groupId)
    const first = claims[0]
    if (!first || clock.now() - timeOfId(first.job.data.m).getTime() < backlogMs) return
    const endpointId = bursts.majority()
    if (endpointId)
      void openLane(endpointId, 'burst').catch((error: Error) => log.warn({ error: error.message }, 'a lane could not be opened'))
  }

  const look = async (limit: number): Promise<void> => {
    lookedAt = performance.now()
    const claims = await claim(limit)
    // What was taken over from a dead worker begins one by one (worker/dispatch.ts), so more would only be given back.
    careful = claims.some(held => reapsOf(held) > 0)
    // Told to stop while asking: nothing new is begun.
    if (signal.aborted) return giveBack(claims, 0)
    slots.setHungry(name, claims.length === limit)
    if (claims.length > 0) {
      emptyLooks = 0
      slots.take(name, claims.length)
      watchBurst(claims)
      await accept(claims)
    }
    // Less than asked for: what comes later is announced, or found by polling.
    if (claims.length < limit) await waitForWork()
  }

  /** Runs until the signal is aborted. */
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      woken = false
      const room = roundBatch(Math.min(slots.room(name), maxBatch))
      if (room < minBatch || !maySend()) {
        await wait('room', pollMs)
        continue
      }
      try {
        await look(careful ? 1 : room)
      } catch (error) {
        log.warn({ queue: name, error: (error as Error).message }, 'jobs could not be claimed')
        await wait('work', pollMs)
      }
    }
  }

  return { name, run, wake, wakeForRoom }
}
