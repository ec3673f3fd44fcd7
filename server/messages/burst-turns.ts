import { createBurstWatch } from '#server/burst.ts'

/** A burst rests for so many times as long as its turn took … */
const restsPerTurn = 2
/** … but no longer than this, when a turn took long because the database was away. */
const maxRestMs = 100

/**
 * Turns for a burst: while one application posts more than all others together, its messages are stored for a third of the time and in
 * fewer, larger batches, so that the others' find processor and disk free. Who posts alone, or little, never waits.
 */
export function createTurns() {
  type Held = { enter: () => void; settled: Promise<unknown> }
  const watch = createBurstWatch()
  let held: Held[] = []
  let busy = false
  /** It stays a burst, although its turns hold it back, until one begins with nothing of it waiting. */
  let bursting: string | null = null

  const takeTurn = async (): Promise<void> => {
    const turn = held
    held = []
    busy = turn.length > 0
    if (!busy) {
      bursting = null
      return
    }
    const began = performance.now()
    for (const { enter } of turn) enter()
    await Promise.allSettled(turn.map(({ settled }) => settled))
    const restMs = Math.min(maxRestMs, restsPerTurn * (performance.now() - began))
    setTimeout(() => void takeTurn(), restMs)
  }

  return {
    /** Calls `enter` at once or at the next turn; `settled` ends with the message's outcome. */
    take: (application: string, enter: () => void, settled: Promise<unknown>): void => {
      watch.note(application)
      if (application === bursting || watch.crowdsOut(application)) {
        bursting = application
        held.push({ enter, settled })
        if (busy) return
        busy = true
        // One turn of the event loop, so that requests parsed in the same turn travel together.
        setImmediate(() => void takeTurn())
      } else enter()
    },
  }
}
