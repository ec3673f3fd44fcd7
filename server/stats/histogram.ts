/**
 * Latency histograms of `delivery_stat`: four buckets per power of two of milliseconds, so that a percentile is within 10 %.
 * Bucket 0 is under 1 ms; bucket n ends at 2^(n/4) ms. 30 s, the longest timeout, is bucket 60.
 */
export const bucketOf = (micros: number): number => (micros < 1_000 ? 0 : Math.min(64, Math.ceil(4 * Math.log2(micros / 1_000)) || 1))

/** The longest that counts into a bucket. */
export const bucketEndUs = (bucket: number): number => 1_000 * 2 ** (bucket / 4)

/** The same in milliseconds, as people read it. */
export const bucketEndMs = (bucket: number): number => bucketEndUs(bucket) / 1_000

/** What a share of latencies is not above, to the end of its bucket. `counts` by bucket. Null: there are none. */
export function percentileMs(counts: ReadonlyMap<number, number>, share: number): number | null {
  const whole = [...counts.values()].reduce((sum, count) => sum + count, 0)
  let upTo = 0
  for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
    upTo += count
    if (upTo >= share * whole && whole > 0) return bucketEndMs(bucket)
  }
  return null
}
