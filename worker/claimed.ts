import type { EnvironmentRow, LoadedRow } from '#server/deliveries/load-sql.ts'
import type { Job, QueueName } from '#server/queue.ts'
import type { PreparedEndpoint } from '#worker/prepared.ts'
import type { Source } from '#worker/slots.ts'

/** A job that this worker has claimed, until it is recorded, given back or moved. */
export type Claim = {
  job: Job
  queue: QueueName
  source: Source
  /** performance.now() of the claim */
  since: number
  abort: AbortController
  /** It was taken over, and its try is counted. */
  counted?: boolean
}

/** A claim with all that its delivery needs. */
export type Loaded = Claim & { row: LoadedRow; endpoint: PreparedEndpoint; environment: EnvironmentRow }

/** Everything a worker holds: what is touched, aborted when the worker fences itself, and given back at the end. */
export type Claims = {
  add: (claim: Claim) => void
  /** Says whether it was held. */
  remove: (claim: Claim) => boolean
  /** Held for at least this long. */
  olderThan: (ms: number) => Claim[]
  size: () => number
}

export function createClaims(): Claims {
  // By claim, not by job: a worker that stalled may get a job again before its first attempt of it has ended.
  const claims = new Set<Claim>()
  return {
    add: claim => claims.add(claim),
    remove: claim => claims.delete(claim),
    olderThan: ms => {
      const limit = performance.now() - ms
      const found: Claim[] = []
      // In order of claiming: the first that is younger ends the search.
      for (const claim of claims) {
        if (claim.since > limit) break
        found.push(claim)
      }
      return found
    },
    size: () => claims.size,
  }
}

export const triggerOf = (job: Job): 'manual' | 'scheduled' => (job.data.t === 1 ? 'manual' : 'scheduled')

/** How often a worker did not survive it. */
export const reapsOf = ({ job }: Claim): number => job.data.r ?? 0
