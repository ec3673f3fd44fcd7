import { claimPool, repeat } from '#server/db.ts'
import { timeOfId } from '#server/ids.ts'
import * as sql from '#server/lanes/sql.ts'
import { log } from '#server/log.ts'
import { announce } from '#server/notify.ts'
import { heldValues, laneQueue, type Queue } from '#server/queue.ts'
import { type Bucket, createBucket } from '#worker/bucket.ts'
import type { Claim } from '#worker/claimed.ts'
import type { DatabaseClock } from '#worker/clock.ts'
import type { Delivered } from '#worker/deliver.ts'
import { createLane, type Lane, openings } from '#worker/lane.ts'
import { keepLeases, releaseLeases } from '#worker/leases.ts'
import type { Slots } from '#worker/slots.ts'

export type LaneOptions = {
  workerId: number
  queue: Queue
  clock: DatabaseClock
  slots: Slots
  accept: (claims: Claim[]) => Promise<void>
  maySend: () => boolean
  leaseSeconds: number
  /** A lane that was empty and quick for this long is closed. */
  closeAfterMs: number
}

/** A lane that had less than it was asked for is asked again after this, or at the next poll. */
const idleMs = 10

type Asked = { lane: Lane; limit: number; buckets: Bucket[] }

/** Why an endpoint gets a lane: it answers slowly, or its own messages crowd out the others'. */
export type LaneReason = 'slow' | 'burst'

export type Lanes = ReturnType<typeof createLanes>

/** The lanes of this worker (ARCHITECTURE.md, Lanes): open, lease, drain, close. */
export function createLanes({ workerId, queue, clock, slots, accept, maySend, leaseSeconds, closeAfterMs }: LaneOptions) {
  const lanes = new Map<string, Lane>()
  const opening = new Map<string, Promise<void>>()
  let draining: Promise<void> | null = null
  let drainAgain = false
  let ticking: Promise<void> = Promise.resolve()
  let later: { at: number; timer: NodeJS.Timeout } | null = null

  /** Requests in flight by endpoint: they outlive a lease that is lost and taken again. */
  const counters = new Map<string, { count: number }>()
  const counterOf = (endpointId: string): { count: number } => {
    const counter = counters.get(endpointId) ?? { count: 0 }
    counters.set(endpointId, counter)
    return counter
  }
  const create = (endpointId: string): Lane => createLane(endpointId, counterOf(endpointId))

  const sharedBuckets = new Map<string, Bucket>()

  /** The rate that all lanes of a lease key have together. */
  const sharedBucket = ({ leaseKey, sharedRate }: Lane): Bucket | null => {
    if (sharedRate === null) return null
    const found = sharedBuckets.get(leaseKey)
    if (found?.rate === sharedRate) return found
    const made = createBucket(sharedRate, performance.now())
    sharedBuckets.set(leaseKey, made)
    return made
  }

  /** Gives the endpoint a queue of its own and moves there what waits: first what this worker had claimed, then the rest. */
  const open = (endpointId: string, reason: LaneReason): Promise<void> => {
    const running = opening.get(endpointId)
    if (running) return running
    if (lanes.has(endpointId)) return Promise.resolve()
    const work = openNow(endpointId, reason).finally(() => opening.delete(endpointId))
    opening.set(endpointId, work)
    return work
  }

  const openNow = async (endpointId: string, reason: LaneReason): Promise<void> => {
    const values = [endpointId, reason, workerId, leaseSeconds]
    const { rows } = await repeat(() => claimPool.query<{ owner: number }>({ ...sql.openLane, values }))
    log.info({ endpoint: endpointId, reason }, 'a lane was opened')
    if (rows[0]?.owner === workerId && !lanes.has(endpointId)) lanes.set(endpointId, create(endpointId))
    await moveWaiting(endpointId)
    announce('posthorn_deliver', 'lane')
    wake()
  }

  /** Claims of endpoints that have a lane: into it. */
  const move = async (claims: Claim[]): Promise<void> => {
    await repeat(() => claimPool.query({ ...sql.moveClaimed, values: heldValues(claims) }))
    wake()
  }

  /** Which lanes to ask, and for how much: within their windows and rates, an even share of the slots, and what is free now. */
  const pick = (): Asked[] => {
    const now = performance.now()
    let room = slots.room('lane')
    const fairShare = Math.max(1, Math.floor((room + activeCount()) / lanes.size))
    const asked: Asked[] = []
    // The emptiest first, so that a common rate or scarce slots go around.
    for (const lane of [...lanes.values()].sort((a, b) => a.active.count - b.active.count)) {
      const free = Math.min(openings(lane, fairShare), room)
      if (free === 0) continue
      const buckets = [lane.bucket, sharedBucket(lane)].filter(bucket => bucket !== null)
      const limit = Math.min(free, ...buckets.map(bucket => bucket.available(now)))
      if (limit < 1) wakeLater(Math.max(...buckets.map(bucket => bucket.waitMs())))
      else if (now < lane.askAgainAt) wakeLater(idleMs)
      else {
        // Taken now, so that the next lane of the same key sees it; what is not used is put back after the fetch.
        for (const bucket of buckets) bucket.take(limit)
        asked.push({ lane, limit, buckets })
        room -= limit
      }
    }
    return asked
  }

  const drain = async (): Promise<void> => {
    if (!maySend() || lanes.size === 0) return
    const picked = pick()
    if (picked.length === 0) return
    const wanted = picked.map(({ lane, limit }) => ({ name: laneQueue(lane.endpointId), limit }))
    const jobs = await repeat(() => queue.fetchLanes(wanted, clock.now(), claimPool))
    const since = performance.now()
    const claims = jobs.map((job): Claim => ({ job, queue: job.name, source: 'lane', since, abort: new AbortController() }))
    slots.setHungry('lane', noteFetched(picked, claims, since))
    if (claims.length === 0) return
    slots.take('lane', claims.length)
    for (const { job } of claims) {
      counterOf(job.groupId).count++
      const lane = lanes.get(job.groupId)
      if (!lane) continue
      if (lane.orderedUntil !== null && timeOfId(job.data.m).getTime() > lane.orderedUntil) lane.orderedUntil = null
    }
    await accept(claims)
    drainAgain = true
  }

  /** Remembers which lanes were empty; says whether one of them gave all it was asked for. */
  const noteFetched = (picked: Asked[], claims: Claim[], now: number): boolean => {
    const counts = new Map<string, number>()
    for (const { job } of claims) counts.set(job.groupId, (counts.get(job.groupId) ?? 0) + 1)
    for (const { lane, limit, buckets } of picked) {
      const count = counts.get(lane.endpointId) ?? 0
      for (const bucket of buckets) bucket.take(count - limit)
      if (count < limit) lane.askAgainAt = now + idleMs
      if (count === 0) lane.orderedUntil = null
      if (count > 0 || lane.active.count > 0) lane.emptySince = null
      else lane.emptySince ??= now
    }
    return picked.some(({ lane, limit }) => counts.get(lane.endpointId) === limit)
  }

  const activeCount = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.active.count, 0)

  /** One drain at a time; whoever wakes during one causes another. */
  const wake = (): void => {
    if (draining) {
      drainAgain = true
      return
    }
    drainAgain = false
    draining = drain()
      .catch((error: Error) => log.warn({ error: error.message }, 'lanes could not be drained'))
      .finally(() => {
        draining = null
        if (drainAgain) wake()
      })
  }

  /** Wakes after the shortest of the times asked for. */
  const wakeLater = (ms: number): void => {
    const at = performance.now() + ms
    if (later && later.at <= at) return
    if (later) clearTimeout(later.timer)
    const timer = setTimeout(() => {
      later = null
      wake()
    }, ms)
    later = { at, timer }
  }

  /** The window follows what the delivery was like. Null: the fault was ours. */
  const afterDelivery = (endpointId: string, delivered: Delivered | null): void => {
    counterOf(endpointId).count--
    const lane = lanes.get(endpointId)
    if (!lane) return
    if (delivered) {
      lane.lastTookMs = delivered.tookMs
      if (delivered.timedOut) lane.window.shrink()
      else lane.window.grow()
    }
    wake()
  }

  const keep = async (): Promise<void> => {
    await keepLeases({ workerId, lanes, create, leaseSeconds, closeAfterMs })
    for (const [endpointId, { count }] of counters) if (count === 0 && !lanes.has(endpointId)) counters.delete(endpointId)
    for (const key of sharedBuckets.keys()) if (![...lanes.values()].some(lane => lane.leaseKey === key)) sharedBuckets.delete(key)
    wake()
  }

  const tick = (): Promise<void> => {
    ticking = keep()
    return ticking
  }

  /** After what is taking some at this moment. */
  const releaseAll = async (): Promise<void> => {
    await Promise.allSettled([ticking, ...opening.values()])
    await releaseLeases(workerId, lanes, [...lanes.keys()])
  }

  return {
    open,
    move,
    wake,
    tick,
    afterDelivery,
    releaseAll,
    size: () => lanes.size,
  }
}

const jobsPerMove = 2_000

/** Moves an endpoint's waiting jobs from the hot queues into its lane, in transactions short enough to disturb nobody. */
async function moveWaiting(endpointId: string): Promise<void> {
  for (;;) {
    const { rows } = await claimPool.query<{ ids: string[] }>({ ...sql.findWaiting, values: [endpointId] })
    const ids = rows[0]?.ids ?? []
    for (let at = 0; at < ids.length; at += jobsPerMove)
      await repeat(() => claimPool.query({ ...sql.moveWaiting, values: [endpointId, ids.slice(at, at + jobsPerMove)] }))
    if (ids.length < 100_000) return
  }
}
