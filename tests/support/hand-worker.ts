import { afterAll, beforeAll, beforeEach } from 'vitest'
import { pool } from '#server/db.ts'
import { createRecorder } from '#server/deliveries/record.ts'
import { type HotQueue, openQueue, type Queue } from '#server/queue.ts'
import { databaseNow } from '#tests/support/clock.ts'
import type { Receiver } from '#tests/support/receiver.ts'
import { until } from '#tests/support/until.ts'
import { setUpReceiver, tidyAfterEach } from '#tests/support/workers.ts'
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

/** Of the file: the receiver and the queue. Of the test: the worker. */
export const here = {} as { receiver: Pick<Receiver, 'inbox'>; queue: Queue; worker: ReturnType<typeof createHandWorker> }

/** For the tests of one file: a receiver, a queue, and before each test a worker that is driven by hand. Tidies after each. */
export function setUpHandWorker(): void {
  tidyAfterEach()
  here.receiver = setUpReceiver()
  beforeAll(async () => {
    here.queue = await openQueue()
  })
  afterAll(() => here.queue.stop())
  beforeEach(() => {
    here.worker = createHandWorker(here.queue)
    return () => here.worker.close()
  })
}
