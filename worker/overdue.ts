import { log } from '#server/log.ts'
import type { Claim } from '#worker/claimed.ts'
import type { Dispatcher } from '#worker/dispatch.ts'
import type { Lanes } from '#worker/lanes.ts'
import type { Shares } from '#worker/shares.ts'

const lookMs = 50

/** Gives a lane to each endpoint whose claimed jobs wait too long for its share, and puts them there. Returns the way to stop. */
export function watchOverdue(shares: Shares, lanes: Lanes, dispatcher: Dispatcher): () => void {
  const openFor = async (endpointId: string, held: Claim[]): Promise<void> => {
    try {
      await lanes.open(endpointId, 'slow')
      await lanes.move(held)
      for (const claim of held) dispatcher.forget(claim)
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'a lane could not be opened')
      await dispatcher.giveBack(held)
    }
  }
  const timer = setInterval(() => {
    for (const { endpointId, claims } of shares.takeOverdue()) void openFor(endpointId, claims)
  }, lookMs)
  return () => clearInterval(timer)
}
