import type { ReplayRow } from '#server/replays/progress-sql.ts'

/** Without a pace: so many may wait or be in flight at a time. Few, so that a cancel has little to take back and lanes stay short. */
const maxOpen = 300
/** With a pace: what it admits in two seconds, within these bounds. */
const openSeconds = 2
const minOpen = 10
const maxPacedOpen = 500

/** A pace that was not used (the endpoint was slow, no worker ran) is made up for a second at most. */
const burstSeconds = 1

/** How many deliveries a replay may admit now, of which `open` have not ended yet. */
export function admissible({ state, rate, elapsed }: Pick<ReplayRow, 'state' | 'rate' | 'elapsed'>, open: number): number {
  if (state === 'canary') return open === 0 ? 1 : 0
  if (state !== 'running') return 0
  if (rate === null) return Math.max(0, maxOpen - open)
  // A millionth, because 0.1 s × 10 is not quite 1.
  const paced = Math.floor(Math.min(elapsed, burstSeconds) * rate + 1e-6)
  return Math.max(0, Math.min(paced, Math.min(Math.max(rate * openSeconds, minOpen), maxPacedOpen) - open))
}
