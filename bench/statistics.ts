/** Nearest rank: the smallest value that at least `share` of the values do not exceed. `sorted` ascends; NaN when it is empty. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!
}

/** Of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Median of each field. All records have the same fields. */
export function medians<Field extends string>(records: readonly Readonly<Record<Field, number>>[]): Record<Field, number> {
  const fields = Object.keys(records[0] ?? {}) as Field[]
  return Object.fromEntries(fields.map(field => [field, median(records.map(record => record[field]))])) as Record<Field, number>
}

/** Runs made in turn (A B A B …) are compared pair by pair, so that what the machine did in one minute touches both: the median ratio. */
export function pairedRatio(numerators: readonly number[], denominators: readonly number[]): number {
  if (numerators.length !== denominators.length) throw new Error('runs that are compared come in pairs')
  return median(numerators.map((value, run) => value / denominators[run]!))
}

/** Milliseconds. */
export type Latencies = { count: number; p50: number; p95: number; p99: number; max: number }

export function summarize(microseconds: Float64Array): Latencies {
  const sorted = microseconds.toSorted()
  const at = (share: number) => percentile(sorted, share) / 1000
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
