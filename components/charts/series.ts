/** One of the things that a chart shows. */
export type Series<K extends string> = { key: K; word: string; colour: string }

/** Their values in one step of time; null: nothing can be said. */
export type Point<K extends string> = { at: Date } & Record<K, number | null>

type CountKey = 'delivered' | 'retrying' | 'failed' | 'skipped'
type LatencyKey = 'p50Ms' | 'p95Ms'

/** Outcomes from the bottom of the stack up. Colours are those of the states. */
export const outcomeSeries: readonly Series<CountKey>[] = [
  { key: 'delivered', word: 'Delivered', colour: 'var(--color-delivered)' },
  { key: 'retrying', word: 'Retrying', colour: 'var(--color-retrying)' },
  { key: 'failed', word: 'Failed', colour: 'var(--color-failed)' },
  { key: 'skipped', word: 'Skipped, canceled', colour: 'var(--color-idle)' },
]

/** Latencies are no states: greys. */
export const latencySeries: readonly Series<LatencyKey>[] = [
  { key: 'p50Ms', word: 'p50', colour: 'var(--color-text)' },
  { key: 'p95Ms', word: 'p95', colour: 'var(--color-mark)' },
]

/** What came of the deliveries of a replay, in the attempt that it made. */
export const replaySeries: readonly Series<'delivered' | 'failed' | 'skipped'>[] = [
  { key: 'delivered', word: 'Delivered', colour: 'var(--color-delivered)' },
  { key: 'failed', word: 'Failed', colour: 'var(--color-failed)' },
  { key: 'skipped', word: 'Not attempted after all', colour: 'var(--color-idle)' },
]
