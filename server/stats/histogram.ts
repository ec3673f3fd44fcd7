/**
 * Latency histograms of `delivery_stat`: four buckets per power of two of milliseconds, so that a percentile is within 10 %.
 * Bucket 0 is under 1 ms; bucket n ends at 2^(n/4) ms. 30 s, the longest timeout, is bucket 60.
 */
export const bucketOf = (micros: number): number => (micros < 1_000 ? 0 : Math.min(64, Math.ceil(4 * Math.log2(micros / 1_000)) || 1))

/** The longest that counts into a bucket. */
export const bucketEndUs = (bucket: number): number => 1_000 * 2 ** (bucket / 4)
