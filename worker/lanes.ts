import { pool, repeat } from '#server/db.ts'
import * as sql from '#server/lanes/sql.ts'
import { log } from '#server/log.ts'
import { announce } from '#server/notify.ts'
import { laneQueue, type Queue } from '#server/queue.ts'
import type { Claim } from '#worker/claimed.ts'
import type { DatabaseClock } from '#worker/clock.ts'
import type { Delivered } from '#worker/deliver.ts'
import type { Slots } from '#worker/slots.ts'
import { createWindow, type Window } from '#worker/window.ts'

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

/** A lane whose lease this worker holds: window and counts are local, and exact, because nobody else drains it. */
type Lane = {
  endpointId: string
  window: Window
  active: number
  /** In flight with an earlier owner. */
  foreign: number
  emptySince: number | null
  /** Not asked before: after an empty look, notifications (of other work) do not make it ask again at once. */
  askAgainAt: number
  lastTookMs: number
}

/** A lane that had less than it was asked for is asked again after this, or at the next poll. */
const idleMs = 10

/** Why an endpoint gets a lane: it answers slowly, or its own messages crowd out the others'. */
export type LaneReason = 'slow' | 'burst'

export type Lanes = ReturnType<typeof createLanes>

/** The lanes of this worker (ARCHITECTURE section 6): open, lease, drain, close. */
export function createLanes({ workerId, queue, clock, slots, accept, maySend, leaseSeconds, closeAfterMs }: LaneOptions) {
  const lanes = new Map<string, Lane>()
  const opening = new Map<string, Promise<void>>()
  let draining: Promise<void> | null = null
  let drainAgain = false
  let wakingLater = false

  const own = (endpointId: string): void => {
    if (lanes.has(endpointId)) return
    lanes.set(endpointId, { endpointId, window: createWindow(), active: 0, foreign: 0, emptySince: null, askAgainAt: 0, lastTookMs: 0 })
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
    const { rows } = await repeat(() => pool.query<{ owner: number }>({ ...sql.openLane, values }))
    log.info({ endpoint: endpointId, reason }, 'a lane was opened')
    if (rows[0]?.owner === workerId) own(endpointId)
    await moveWaiting(endpointId)
    announce('posthorn_deliver')
    wake()
  }

  /** Claims of endpoints that have a lane: into it. */
  const move = async (claims: Claim[]): Promise<void> => {
    const values = [[...new Set(claims.map(c => c.queue))], claims.map(c => c.job.id), claims.map(c => c.job.retryCount)]
    await repeat(() => pool.query({ ...sql.moveClaimed, values }))
    wake()
  }

  /** Which lanes to ask, and for how much: within their windows, an even share of the slots, and what is free now. */
  const pick = (): { lane: Lane; limit: number }[] => {
    const room = slots.room('lane')
    const fairShare = Math.max(1, Math.floor((room + activeCount()) / lanes.size))
    const wanted = [...lanes.values()].flatMap(lane => {
      const allowed = Math.min(lane.window.size(), fairShare)
      const limit = allowed - lane.active - lane.foreign
      // A quarter at least, so that a busy lane is not fetched one by one.
      return limit >= Math.max(1, allowed >> 2) ? [{ lane, limit }] : []
    })
    const now = performance.now()
    const ready = wanted.filter(({ lane }) => now >= lane.askAgainAt)
    if (ready.length < wanted.length) wakeLater()
    return withinRoom(ready, room)
  }

  const drain = async (): Promise<void> => {
    if (!maySend() || lanes.size === 0) return
    const picked = pick()
    if (picked.length === 0) return
    const wanted = picked.map(({ lane, limit }) => ({ name: laneQueue(lane.endpointId), limit }))
    const jobs = await repeat(() => queue.fetchLanes(wanted, clock.now(), pool))
    const since = performance.now()
    const claims = jobs.map((job): Claim => ({ job, queue: job.name, source: 'lane', since, abort: new AbortController() }))
    slots.setHungry('lane', noteFetched(picked, claims, since))
    if (claims.length === 0) return
    slots.take('lane', claims.length)
    for (const { job } of claims) {
      const lane = lanes.get(job.groupId)
      if (lane) lane.active++
    }
    await accept(claims)
    drainAgain = true
  }

  /** Remembers which lanes were empty; says whether one of them gave all it was asked for. */
  const noteFetched = (picked: { lane: Lane; limit: number }[], claims: Claim[], now: number): boolean => {
    const counts = new Map<string, number>()
    for (const { job } of claims) counts.set(job.groupId, (counts.get(job.groupId) ?? 0) + 1)
    for (const { lane, limit } of picked) {
      const count = counts.get(lane.endpointId) ?? 0
      if (count < limit) lane.askAgainAt = now + idleMs
      if (count > 0 || lane.active > 0) lane.emptySince = null
      else lane.emptySince ??= now
    }
    return picked.some(({ lane, limit }) => counts.get(lane.endpointId) === limit)
  }

  const activeCount = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.active, 0)

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

  const wakeLater = (): void => {
    if (wakingLater) return
    wakingLater = true
    setTimeout(() => {
      wakingLater = false
      wake()
    }, idleMs)
  }

  /** The window follows what the delivery was like. Null: the fault was ours. */
  const afterDelivery = (endpointId: string, delivered: Delivered | null): void => {
    const lane = lanes.get(endpointId)
    if (!lane) return
    lane.active--
    if (delivered) {
      lane.lastTookMs = delivered.tookMs
      if (delivered.timedOut) lane.window.shrink()
      else lane.window.grow()
    }
    wake()
  }

  /** Every two seconds: renews, takes its share of free lanes, lets go of what is more than its share, closes what has recovered. */
  const tick = async (): Promise<void> => {
    const held = [...lanes.keys()]
    const { rows } = await pool.query<{ endpoint_id: string }>({ ...sql.renewLeases, values: [workerId, held, leaseSeconds] })
    const renewed = new Set(rows.map(row => row.endpoint_id))
    for (const endpointId of held) if (!renewed.has(endpointId)) lanes.delete(endpointId)

    await closeRecovered()
    const taken = await pool.query<{ share: number; taken: string[] }>({ ...sql.takeLanes, values: [workerId, lanes.size, leaseSeconds] })
    for (const endpointId of taken.rows[0]?.taken ?? []) own(endpointId)
    await release([...lanes.keys()].slice(taken.rows[0]?.share ?? lanes.size))
    await countForeign()
    wake()
  }

  const closeRecovered = async (): Promise<void> => {
    const now = performance.now()
    const recovered = [...lanes.values()].filter(
      lane =>
        lane.active === 0 &&
        lane.foreign === 0 &&
        lane.emptySince !== null &&
        now - lane.emptySince >= closeAfterMs &&
        lane.lastTookMs < 1_000,
    )
    if (recovered.length === 0) return
    const ids = recovered.map(lane => lane.endpointId)
    await repeat(() => pool.query({ ...sql.closeLanes, values: [workerId, ids] }))
    for (const id of ids) lanes.delete(id)
    log.info({ endpoints: ids }, 'lanes were closed')
  }

  const release = async (endpointIds: string[]): Promise<void> => {
    if (endpointIds.length === 0) return
    for (const id of endpointIds) lanes.delete(id)
    await repeat(() => pool.query({ ...sql.releaseLanes, values: [workerId, endpointIds] }))
  }

  /** What an earlier owner of a lane still has in flight counts against the window until it is done. */
  const countForeign = async (): Promise<void> => {
    if (lanes.size === 0) return
    const { rows } = await pool.query<{ endpoint_id: string; active: number }>({ ...sql.countActive, values: [[...lanes.keys()]] })
    const counts = new Map(rows.map(row => [row.endpoint_id, row.active]))
    for (const lane of lanes.values()) lane.foreign = Math.max(0, (counts.get(lane.endpointId) ?? 0) - lane.active)
  }

  return {
    open,
    move,
    wake,
    tick,
    afterDelivery,
    releaseAll: () => release([...lanes.keys()]),
    size: () => lanes.size,
  }
}

/** In turn, the emptiest first, until the room is used up. */
function withinRoom(wanted: { lane: Lane; limit: number }[], room: number): { lane: Lane; limit: number }[] {
  let left = room
  return wanted
    .sort((a, b) => a.lane.active - b.lane.active)
    .map(({ lane, limit }) => {
      const given = Math.min(limit, left)
      left -= given
      return { lane, limit: given }
    })
    .filter(({ limit }) => limit > 0)
}

const jobsPerMove = 2_000

/** Moves an endpoint's waiting jobs from the hot queues into its lane, in transactions short enough to disturb nobody. */
async function moveWaiting(endpointId: string): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ ids: string[] }>({ ...sql.findWaiting, values: [endpointId] })
    const ids = rows[0]?.ids ?? []
    for (let at = 0; at < ids.length; at += jobsPerMove)
      await repeat(() => pool.query({ ...sql.moveWaiting, values: [endpointId, ids.slice(at, at + jobsPerMove)] }))
    if (ids.length < 100_000) return
  }
}
