/**
 * A token bucket: `rate` per second, with room for a tenth of a second's worth and one, so that a limit holds over any second
 * and not only on average. Begins without credit: a new owner of a lane must not add a burst to its predecessor's.
 */
export type Bucket = {
  readonly rate: number
  /** Whole requests that may be made now. */
  available: (nowMs: number) => number
  take: (count: number) => void
  /** Milliseconds until one more may be made. */
  waitMs: () => number
}

export function createBucket(rate: number, nowMs: number): Bucket {
  // One more than the tenth: asked a little late, the bucket must not have thrown away the fraction.
  const capacity = 1 + rate / 10
  let tokens = 0
  let at = nowMs
  return {
    rate,
    available: now => {
      tokens = Math.min(capacity, tokens + ((now - at) * rate) / 1_000)
      at = now
      return Math.floor(tokens + 1e-9)
    },
    take: count => {
      tokens -= count
    },
    waitMs: () => Math.max(1, Math.ceil(((1 - tokens) * 1_000) / rate)),
  }
}
