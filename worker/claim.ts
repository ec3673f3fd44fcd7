import { pool, repeat } from '#server/db.ts'
import { timeOfId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import type { HotQueue, Queue } from '#server/queue.ts'
import type { Claim } from '#worker/claimed.ts'
import type { DatabaseClock } from '#worker/clock.ts'
import { createBurstWatch, type LaneReason } from '#worker/lanes.ts'
import type { Slots } from '#worker/slots.ts'

export type ClaimOptions = {
  name: HotQueue
  queue: Queue
  clock: DatabaseClock
  slots: Slots
  maySend: () => boolean
  accept: (claims: Claim[]) => Promise<void>
  openLane: (endpointId: string, reason: LaneReason) => Promise<void>
  signal: AbortSignal
}

/** The guarantee; the notification is only the speed. */
const pollMs = 500
const maxBatch = 200
/** A job of `deliver` that is claimed later than this after its message was accepted says that the queue has a backlog. */
const backlogMs = 100

/** Keeps the slots of one hot queue full. `wake` ends its wait: after a notification, and when slots have become free. */
export function createClaimer({ name, queue, clock, slots, maySend, accept, openLane, signal }: ClaimOptions) {
  const bursts = createBurstWatch()
  let woken = false
  let wakeUp: (() => void) | null = null

  const wake = (): void => {
    woken = true
    wakeUp?.()
  }

  const wait = (ms: number): Promise<void> => {
    if (woken || signal.aborted) return Promise.resolve()
    return new Promise(resolve => {
      const timer = setTimeout(done, ms)
      function done() {
        clearTimeout(timer)
        wakeUp = null
        resolve()
      }
      wakeUp = done
    })
  }

  const claim = async (limit: number): Promise<Claim[]> => {
    const jobs = await repeat(() => queue.fetch(name, limit, clock.now(), pool))
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

  /** Runs until the signal is aborted. */
  const run = async (): Promise<void> => {
    const minBatch = Math.max(1, Math.min(32, slots.room(name) >> 3))
    while (!signal.aborted) {
      woken = false
      const room = Math.min(slots.room(name), maxBatch)
      if (room < minBatch || !maySend()) {
        await wait(pollMs)
        continue
      }
      try {
        const claims = await claim(room)
        slots.setHungry(name, claims.length === room)
        if (claims.length === 0) await wait(pollMs)
        else {
          slots.take(name, claims.length)
          watchBurst(claims)
          await accept(claims)
        }
      } catch (error) {
        log.warn({ queue: name, error: (error as Error).message }, 'jobs could not be claimed')
        await wait(pollMs)
      }
    }
  }

  return { run, wake }
}
