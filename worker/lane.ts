import type { LaneRow } from '#server/lanes/sql.ts'
import { type Bucket, createBucket } from '#worker/bucket.ts'
import { createWindow, type Window } from '#worker/window.ts'

/** A lane whose lease this worker holds: window, rate and counts are local, and exact, because nobody else drains it. */
export type Lane = {
  endpointId: string
  leaseKey: string
  window: Window
  /** The endpoint's own rate. */
  bucket: Bucket | null
  sharedRate: number | null
  paused: boolean
  /** Database time in ms: what was accepted before goes out one by one. Null: no order is asked for. */
  orderedUntil: number | null
  /** The order that was asked for last; done or not, it is not begun again. */
  orderAsked: number | null
  /** This worker's requests in flight for the endpoint, also those from before it lost the lease and took it again. */
  active: { count: number }
  /** In flight with an earlier owner. */
  foreign: number
  emptySince: number | null
  /** Not asked before: after an empty look, notifications (of other work) do not make it ask again at once. */
  askAgainAt: number
  lastTookMs: number
}

export function createLane(endpointId: string, active: { count: number }): Lane {
  return {
    endpointId,
    leaseKey: endpointId,
    window: createWindow(),
    bucket: null,
    sharedRate: null,
    paused: false,
    orderedUntil: null,
    orderAsked: null,
    active,
    foreign: 0,
    emptySince: null,
    askAgainAt: 0,
    lastTookMs: 0,
  }
}

/** Takes over what an operator has set; a bucket is kept while its rate stays. */
export function applySettings(lane: Lane, row: LaneRow): void {
  lane.leaseKey = row.lease_key
  lane.sharedRate = row.shared_rate
  lane.paused = row.paused
  if (row.ordered_until !== lane.orderAsked) {
    lane.orderAsked = row.ordered_until
    lane.orderedUntil = row.ordered_until
  }
  if (row.rate === null) lane.bucket = null
  else if (lane.bucket?.rate !== row.rate) lane.bucket = createBucket(row.rate, performance.now())
}

export const isLimited = (lane: Lane): boolean => lane.bucket !== null || lane.sharedRate !== null || lane.paused

/** How many more requests this lane may have in flight, its rate apart. */
export function openings(lane: Lane, fairShare: number): number {
  if (lane.paused) return 0
  const allowed = lane.orderedUntil === null ? Math.min(lane.window.size(), fairShare) : 1
  const free = allowed - lane.active.count - lane.foreign
  // A quarter at least, so that a busy lane is not fetched one by one; under a rate that is what is wanted.
  return free >= (isLimited(lane) ? 1 : Math.max(1, allowed >> 2)) ? free : 0
}
