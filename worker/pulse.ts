import { claimPool } from '#server/db.ts'
import { log } from '#server/log.ts'
import { announce } from '#server/notify.ts'
import { heldValues } from '#server/queue.ts'
import { reap, touch } from '#server/workers/sql.ts'
import type { Claims } from '#worker/claimed.ts'
import type { DatabaseClock } from '#worker/clock.ts'

export type PulseOptions = {
  workerId: number
  clock: DatabaseClock
  claims: Claims
  /** Every two seconds, after a touch, unless the last one is still at it: renew leases and so on. */
  afterTouch: () => Promise<void>
  limits?: PulseLimits
}

export type PulseLimits = { touchMs: number; reapMs: number; silentSeconds: number; stopMs: number; abortMs: number }

/**
 * A job untouched for 8 s is another's. Its worker must have stopped by then: by its own monotonic clock, from when its last successful
 * touch was sent, it starts nothing after 5 s and aborts everything after 7 s.
 */
const defaults: PulseLimits = { touchMs: 2_000, reapMs: 1_000, silentSeconds: 8, stopMs: 5_000, abortMs: 7_000 }

/** A job that has been held for less than this has just been touched by its claim. */
const freshMs = 1_000

export type Pulse = ReturnType<typeof createPulse>

/** The heartbeat of a worker: touches what it holds, fences itself when it can't, takes over what others have let go. */
export function createPulse({ workerId, clock, claims, afterTouch, limits = defaults }: PulseOptions) {
  let touchedAt = performance.now()
  /** Since when this worker has been in touch with the database without a gap. */
  let steadySince = performance.now()
  let touching = false
  let following = false
  let reaping = false

  const touchNow = async (): Promise<void> => {
    if (touching) return
    touching = true
    const sentAt = performance.now()
    const held = claims.olderThan(freshMs)
    const values = [workerId, claims.size(), ...heldValues(held)]
    try {
      const { rows } = await claimPool.query<{ now: number }>({ ...touch, values })
      clock.set(rows[0]!.now, sentAt)
      if (sentAt - touchedAt > limits.stopMs) steadySince = performance.now()
      touchedAt = sentAt
      follow()
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'the worker could not report to the database')
    } finally {
      touching = false
    }
  }

  /** Not awaited by the next touch: a lane that is locked for a while must not cost the worker all that it holds. */
  const follow = (): void => {
    if (following) return
    following = true
    void afterTouch()
      .catch((error: Error) => log.warn({ error: error.message }, 'lanes could not be kept'))
      .finally(() => {
        following = false
      })
  }

  const fence = (): void => {
    if (performance.now() - touchedAt < limits.abortMs) return
    for (const claim of claims.olderThan(0)) claim.abort.abort()
  }

  /** After the database was away, everyone gets the time to touch what they still hold before anything is taken from them. */
  const reapNow = async (): Promise<void> => {
    if (reaping || performance.now() - steadySince < limits.silentSeconds * 1_000 || !maySend()) return
    reaping = true
    try {
      const { rowCount } = await claimPool.query({ ...reap, values: [limits.silentSeconds] })
      if (rowCount) {
        log.warn({ jobs: rowCount }, 'jobs of a silent worker were taken over')
        announce('posthorn_deliver')
      }
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'silent jobs could not be looked for')
    } finally {
      reaping = false
    }
  }

  const maySend = (): boolean => performance.now() - touchedAt < limits.stopMs

  const timers = [setInterval(touchNow, limits.touchMs), setInterval(fence, 500), setInterval(reapNow, limits.reapMs)]
  return { maySend, stop: () => timers.forEach(clearInterval) }
}
