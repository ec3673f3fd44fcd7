import { pool } from '#server/db.ts'
import { createRecorder } from '#server/deliveries/record.ts'
import type { HotQueue, Queue } from '#server/queue.ts'
import { databaseNow } from '#tests/support/clock.ts'
import { until } from '#tests/support/until.ts'
import { type Claim, createClaims, type Loaded } from '#worker/claimed.ts'
import { createClock } from '#worker/clock.ts'
import { type Delivered, deliver } from '#worker/deliver.ts'
import { createDispatcher } from '#worker/dispatch.ts'
import { createSender } from '#worker/send.ts'
import { createShares } from '#worker/shares.ts'
import { createSlots } from '#worker/slots.ts'

export type HandWorkerOptions = {
  /** Instead of what a worker does with a claim that is loaded. */
  deliverOne?: (claim: Loaded) => Promise<Delivered>
  timeoutMs?: number
}

/** The parts of a worker without its loops: it claims when it is told to, and sees the clock as it is then. It takes nothing over. */
export function createHandWorker(queue: Queue, { deliverOne, timeoutMs = 5_000 }: HandWorkerOptions = {}) {
  const claims = createClaims()
  const slots = createSlots(1_000)
  const sender = createSender({ allowSubnets: ['127.0.0.0/8'] })
  const clock = createClock(Date.now(), performance.now())
  const record = createRecorder(1)
  const dispatcher = createDispatcher({
    maySend: () => true,
    claims,
    slots,
    shares: createShares({ slots: 1_000, waitMs: 60_000, slowMs: 60_000 }),
    deliver: deliverOne ?? (claim => deliver(claim, { clock, sender, record, timeoutMs })),
    moveToLanes: async () => {},
    afterLaneDelivery: () => {},
    onFreeSlot: () => {},
  })

  /** Claims and begins what is due; returns how many that were. */
  const claimAll = async (name: HotQueue): Promise<number> => {
    const now = await databaseNow()
    clock.set(now.getTime(), performance.now())
    const jobs = await queue.fetch(name, 500, now.getTime(), pool)
    const list = jobs.map((job): Claim => ({ job, queue: name, source: name, since: performance.now(), abort: new AbortController() }))
    slots.take(name, list.length)
    await dispatcher.accept(list)
    return list.length
  }

  /** The same, to its end. */
  const work = async (name: HotQueue): Promise<number> => {
    const count = await claimAll(name)
    await until('everything is delivered', () => claims.size() === 0)
    return count
  }
  return { claims, slots, claimAll, work, close: () => sender.close() }
}
