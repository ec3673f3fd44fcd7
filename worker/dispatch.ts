import { pool, repeat } from '#server/db.ts'
import { dropJobs, giveBackJobs, type LoadedRow, loadDeliveries } from '#server/deliveries/load-sql.ts'
import { log } from '#server/log.ts'
import { type Claim, type Claims, type Loaded, triggerOf } from '#worker/claimed.ts'
import type { Delivered } from '#worker/deliver.ts'
import { preparedEndpoint, preparedEnvironment } from '#worker/prepared.ts'
import type { Shares } from '#worker/shares.ts'
import type { Slots } from '#worker/slots.ts'

/** After a fault of our own a job waits this long in its queue, so that it does not spin. */
const giveBackSeconds = 5

/** A job that two workers did not survive is handled while no other such job is. */
const suspectReaps = 2

export type Dispatching = {
  claims: Claims
  slots: Slots
  shares: Shares
  deliver: (claim: Loaded) => Promise<Delivered>
  /** Puts claims of endpoints that have a lane where they belong. */
  moveToLanes: (claims: Claim[]) => Promise<void>
  /** What a delivery of a lane was like: its window follows. */
  afterLaneDelivery: (endpointId: string, delivered: Delivered | null) => void
  onFreeSlot: () => void
}

/** From claimed jobs to running deliveries: loads what they need, sorts out what must not be sent from here, and starts the rest. */
export function createDispatcher({ claims, slots, shares, deliver, moveToLanes, afterLaneDelivery, onFreeSlot }: Dispatching) {
  let suspects: Promise<unknown> = Promise.resolve()

  /** Lets go of claims whose jobs are recorded, moved, dropped or given back. */
  const forget = (claim: Claim): void => {
    claims.remove(claim)
    slots.release(claim.source)
    onFreeSlot()
  }

  const settle = async (statement: typeof giveBackJobs, list: Claim[], ...more: unknown[]): Promise<void> => {
    if (list.length === 0) return
    const values = [[...new Set(list.map(c => c.queue))], list.map(c => c.job.id), list.map(c => c.job.retryCount), ...more]
    await repeat(() => pool.query({ ...statement, values }))
  }

  /** A claim that can't be given back now (the database is away) is found by a reaper later. */
  const giveBack = async (list: Claim[], delaySeconds = giveBackSeconds): Promise<void> => {
    await settle(giveBackJobs, list, delaySeconds).catch((error: Error) =>
      log.warn({ error: error.message, jobs: list.length }, 'jobs were not given back'),
    )
    for (const claim of list) forget(claim)
  }

  const run = async (claim: Loaded): Promise<void> => {
    let delivered: Delivered | null = null
    try {
      delivered = await deliver(claim)
      forget(claim)
    } catch (error) {
      log.warn({ error: (error as Error).message, job: claim.job.id }, 'a delivery was given back')
      await giveBack([claim])
    }
    if (claim.source === 'lane') afterLaneDelivery(claim.job.groupId, delivered)
  }

  const start = (claim: Loaded): void => {
    if ((claim.job.data.r ?? 0) >= suspectReaps) suspects = suspects.then(() => run(claim))
    else if (claim.source === 'lane') void run(claim)
    else shares.run(claim, () => run(claim))
  }

  /** Takes over claimed jobs (their slots are taken already); resolves when they are loaded and sorted, not when they are delivered. */
  const accept = async (list: Claim[]): Promise<void> => {
    for (const claim of list) claims.add(claim)
    try {
      const { loaded, stale, misplaced } = await load(list)
      if (stale.length > 0) {
        await settle(dropJobs as typeof giveBackJobs, stale)
        stale.forEach(forget)
      }
      if (misplaced.length > 0) {
        await moveToLanes(misplaced)
        misplaced.forEach(forget)
      }
      loaded.forEach(start)
    } catch (error) {
      log.warn({ error: (error as Error).message, jobs: list.length }, 'claimed jobs could not be loaded')
      await giveBack(list)
    }
  }

  return { accept, giveBack, forget }
}

export type Dispatcher = ReturnType<typeof createDispatcher>

/**
 * stale: no delivery, or a scheduled job that is no longer the delivery's (it was canceled or delivered meanwhile).
 * misplaced: its endpoint has got a lane since the job was inserted; it is moved, never sent from here.
 */
async function load(list: Claim[]): Promise<{ loaded: Loaded[]; stale: Claim[]; misplaced: Claim[] }> {
  const { rows } = await repeat(() =>
    pool.query<LoadedRow>({
      ...loadDeliveries,
      values: [list.map((_, ord) => ord), list.map(c => c.job.data.m), list.map(c => c.job.groupId)],
    }),
  )
  const rowOf = new Map(rows.map(row => [row.ord, row]))
  const stale: Claim[] = []
  const misplaced: Claim[] = []
  const found: { claim: Claim; row: LoadedRow }[] = []
  for (const [ord, claim] of list.entries()) {
    const row = rowOf.get(ord)
    if (!row || (triggerOf(claim.job) === 'scheduled' && row.job_id !== claim.job.id)) stale.push(claim)
    else if (row.lane && claim.source !== 'lane') misplaced.push(claim)
    else found.push({ claim, row })
  }
  const loaded = await Promise.all(
    found.map(async ({ claim, row }): Promise<Loaded> => {
      const [endpoint, environment] = await Promise.all([
        preparedEndpoint(claim.job.groupId, row.revision),
        preparedEnvironment(row.environment_id, row.environment_version),
      ])
      return Object.assign(claim, { row, endpoint, environment })
    }),
  )
  return { loaded, stale, misplaced }
}
