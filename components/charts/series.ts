import type { OutcomeSums } from '#server/stats/overview-schema.ts'

type CountKey = 'delivered' | 'retrying' | 'failed' | 'skipped'
type LatencyKey = 'p50Ms' | 'p95Ms'

type Series<K extends keyof OutcomeSums> = { key: K; word: string; colour: string }

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
