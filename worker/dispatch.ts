import { claimPool, repeat } from '#server/db.ts'
import { dropJobs, giveBackJobs, type LoadedRow, loadDeliveries } from '#server/deliveries/load-sql.ts'
import { stateCode } from '#server/deliveries/state.ts'
import { isDatabaseAway } from '#server/errors.ts'
import { formatId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { heldValues } from '#server/queue.ts'
import { countTry } from '#server/workers/sql.ts'
import { type Claim, type Claims, type Loaded, reapsOf, triggerOf } from '#worker/claimed.ts'
import type { Delivered } from '#worker/deliver.ts'
import { preparedEndpoint, preparedEnvironment } from '#worker/prepared.ts'
import type { Shares } from '#worker/shares.ts'
import type { Slots } from '#worker/slots.ts'

/** After a fault of our own a job waits this long in its queue, so that it does not spin. */
const giveBackSeconds = 5

/** An endpoint that can't be prepared (a key of the keyring is missing) needs a person; its deliveries wait, nobody else's do. */
const brokenSeconds = 30

/** A job that two workers did not survive is handled while no other such job is. */
const suspectReaps = 2

export type Dispatching = {
  claims: Claims
  slots: Slots
  shares: Shares
  deliver: (claim: Loaded) => Promise<Delivered>
  maySend: () => boolean
  /** Puts claims of endpoints that have a lane where they belong. */
  moveToLanes: (claims: Claim[]) => Promise<void>
  /** A claim of a lane is done with, and what its delivery was like (null: there was none): the lane's window follows. */
  afterLaneDelivery: (endpointId: string, delivered: Delivered | null) => void
  onFreeSlot: () => void
}

/** From claimed jobs to running deliveries: loads what they need, sorts out what must not be sent from here, and starts the rest. */
export function createDispatcher({ claims, slots, shares, deliver, maySend, moveToLanes, afterLaneDelivery, onFreeSlot }: Dispatching) {
  let suspects: Promise<unknown> = Promise.resolve()

  /** Lets go of claims whose jobs are recorded, moved, dropped or given back. */
  const forget = (claim: Claim, delivered: Delivered | null = null): void => {
    if (!claims.remove(claim)) return
    slots.release(claim.source)
    if (claim.source === 'lane') afterLaneDelivery(claim.job.groupId, delivered)
    onFreeSlot()
  }

  const settle = async (statement: { name: string; text: string }, list: Claim[], ...more: unknown[]): Promise<void> => {
    if (list.length === 0) return
    await repeat(() => claimPool.query({ ...statement, values: [...heldValues(list), ...more] }))
  }

  /** A claim that can't be given back now (the database is away) is found by a reaper later. */
  const giveBack = async (list: Claim[], delaySeconds = giveBackSeconds): Promise<void> => {
    const counted = list.filter(claim => claim.counted).map(({ job }) => job.id)
    await settle(giveBackJobs, list, delaySeconds, counted).catch((error: Error) =>
      log.warn({ error: error.message, jobs: list.length }, 'jobs were not given back'),
    )
    for (const claim of list) forget(claim)
  }

  const run = async (claim: Loaded): Promise<void> => {
    // It stops, or can't say that it is alive: whatever was claimed, loaded or waiting is for another worker.
    if (!maySend()) return giveBack([claim], 0)
    try {
      forget(claim, await deliver(claim))
    } catch (error) {
      log.warn({ error: (error as Error).message, job: claim.job.id }, 'a delivery was given back')
      // One that was aborted (this worker stops, or had lost it) is for the next worker, at once.
      await giveBack([claim], claim.abort.signal.aborted ? 0 : giveBackSeconds)
    }
  }

  const send = (claim: Loaded): void => {
    if (claim.source === 'lane') void run(claim)
    else shares.run(claim, () => run(claim))
  }

  /** Counted first: one try more, should this worker not survive it. */
  const begin = async (claim: Loaded, work: () => unknown): Promise<void> => {
    try {
      const { rowCount } = await claimPool.query({ ...countTry, values: [claim.queue, claim.job.id, claim.job.retryCount] })
      if (rowCount === 0) return forget(claim)
    } catch {
      return giveBack([claim])
    }
    claim.counted = true
    await work()
  }

  /**
   * What was taken over from a worker that died: one at a time, the least tried first, and the others go back before it begins. If it kills
   * this worker too, it takes none with it that has not been sent, and none is blamed for it.
   */
  const startTakenOver = async (list: Loaded[]): Promise<void> => {
    const [first, ...others] = list.sort((a, b) => reapsOf(a) - reapsOf(b))
    if (!first) return
    await giveBack(others, 0)
    if (reapsOf(first) < suspectReaps) await begin(first, () => send(first))
    else suspects = suspects.then(() => begin(first, () => run(first)))
  }

  /** Takes over claimed jobs (their slots are taken already); resolves when they are loaded and sorted, not when they are delivered. */
  const accept = async (list: Claim[]): Promise<void> => {
    for (const claim of list) claims.add(claim)
    try {
      const { loaded, stale, misplaced, broken } = await load(list)
      if (broken.length > 0) await giveBack(broken, brokenSeconds)
      if (stale.length > 0) {
        await settle(dropJobs, stale)
        for (const claim of stale) forget(claim)
      }
      if (misplaced.length > 0) {
        await moveToLanes(misplaced)
        for (const claim of misplaced) forget(claim)
      }
      for (const claim of loaded) if (reapsOf(claim) === 0) send(claim)
      await startTakenOver(loaded.filter(claim => reapsOf(claim) > 0))
    } catch (error) {
      log.warn({ error: (error as Error).message, jobs: list.length }, 'claimed jobs could not be loaded')
      await giveBack(list)
    }
  }

  return { accept, giveBack, forget }
}

export type Dispatcher = ReturnType<typeof createDispatcher>

/**
 * stale: no delivery, or a scheduled job that is no longer the delivery's (it was canceled or delivered meanwhile), or a replay's attempt
 * that came too late to be needed.
 * misplaced: its endpoint has got a lane since the job was inserted; it is moved, never sent from here.
 */
type Sorted = { loaded: Loaded[]; stale: Claim[]; misplaced: Claim[]; broken: Claim[] }

const isStale = ({ job }: Claim, { job_id, state }: LoadedRow): boolean =>
  triggerOf(job) === 'scheduled' ? job_id !== job.id : job.data.u === 1 && state === stateCode.delivered

async function load(list: Claim[]): Promise<Sorted> {
  const messageIds = list.map(claim => claim.job.data.m)
  const sortedIds = messageIds.toSorted()
  const values = [list.map((_, ord) => ord), messageIds, list.map(claim => claim.job.groupId), sortedIds[0], sortedIds.at(-1)]
  const { rows } = await repeat(() => claimPool.query<LoadedRow>({ ...loadDeliveries, values }))
  const rowOf = new Map(rows.map(row => [row.ord, row]))
  const sorted: Sorted = { loaded: [], stale: [], misplaced: [], broken: [] }
  await Promise.all(
    list.map(async (claim, ord) => {
      const row = rowOf.get(ord)
      if (!row || isStale(claim, row)) return sorted.stale.push(claim)
      if (row.lane && claim.source !== 'lane') return sorted.misplaced.push(claim)
      try {
        const endpoint = await preparedEndpoint(claim.job.groupId, row.revision)
        const environment = await preparedEnvironment(row.environment_id, row.environment_version)
        return sorted.loaded.push(Object.assign(claim, { row, endpoint, environment }))
      } catch (error) {
        if (isDatabaseAway(error)) throw error
        log.error(
          { endpoint: formatId('endpoint', claim.job.groupId), error: (error as Error).message },
          'an endpoint could not be prepared',
        )
        return sorted.broken.push(claim)
      }
    }),
  )
  return sorted
}
