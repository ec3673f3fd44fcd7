/**
 * Database time in a worker: the last reading plus monotonic time since. A wall clock that jumps changes nothing, and every
 * schedule and every signed timestamp is in the one clock that all processes share.
 */
export type DatabaseClock = {
  /** Milliseconds since the epoch. */
  now: () => number
  /** `databaseMs` was read by a statement that was sent at `sentAt` (performance.now()) and has just answered. */
  set: (databaseMs: number, sentAt: number) => void
}

export function createClock(databaseMs: number, sentAt: number): DatabaseClock {
  let base = 0
  const clock: DatabaseClock = {
    now: () => base + performance.now(),
    // The reading was taken at some moment between sending and now; the middle is off by half the round trip at most.
    set: (ms, sent) => {
      base = ms - (sent + performance.now()) / 2
    },
  }
  clock.set(databaseMs, sentAt)
  return clock
}
