import type { Loaded } from '#worker/claimed.ts'

/**
 * An endpoint's share of a worker: at most so many requests in flight outside a lane; jobs claimed beyond that wait here.
 * A fast endpoint never notices. One whose jobs wait although its requests are slow gets a lane (worker/lanes.ts).
 */
export type Shares = {
  run: (claim: Loaded, work: () => Promise<void>) => void
  /** Takes the waiting jobs out of endpoints that can't keep up, to be moved to a lane. */
  takeOverdue: () => { endpointId: string; claims: Loaded[] }[]
  /** Takes all waiting jobs. */
  takeHeld: () => Loaded[]
}

type Held = { claim: Loaded; work: () => Promise<void>; since: number }
type Share = { startedAt: Map<string, number>; held: Held[] }

export type ShareLimits = {
  /** Requests in flight per endpoint. */
  slots: number
  /** How long a claimed job may wait for its endpoint before the endpoint gets a lane … */
  waitMs: number
  /** … if a request of the endpoint has been in flight for this long: not the endpoint but this worker is slow otherwise. */
  slowMs: number
}

export function createShares({ slots, waitMs, slowMs }: ShareLimits): Shares {
  const shares = new Map<string, Share>()

  const start = (share: Share, { claim, work }: Held): void => {
    share.startedAt.set(claim.job.id, performance.now())
    void work().finally(() => {
      share.startedAt.delete(claim.job.id)
      const next = share.held.shift()
      if (next) start(share, next)
      else if (share.startedAt.size === 0) shares.delete(claim.job.groupId)
    })
  }

  return {
    run: (claim, work) => {
      const endpointId = claim.job.groupId
      let share = shares.get(endpointId)
      if (!share) {
        share = { startedAt: new Map(), held: [] }
        shares.set(endpointId, share)
      }
      const held = { claim, work, since: performance.now() }
      if (share.startedAt.size < slots) start(share, held)
      else share.held.push(held)
    },
    takeOverdue: () => {
      const now = performance.now()
      const overdue: { endpointId: string; claims: Loaded[] }[] = []
      for (const [endpointId, share] of shares) {
        const oldestHeld = share.held[0]
        const oldestStarted = share.startedAt.values().next().value
        if (!oldestHeld || now - oldestHeld.since < waitMs) continue
        if (oldestStarted === undefined || now - oldestStarted < slowMs) continue
        overdue.push({ endpointId, claims: share.held.splice(0).map(held => held.claim) })
      }
      return overdue
    },
    takeHeld: () => [...shares.values()].flatMap(share => share.held.splice(0).map(held => held.claim)),
  }
}
