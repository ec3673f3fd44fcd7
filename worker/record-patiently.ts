import type { Outcome, Recorded } from '#server/deliveries/record.ts'
import { isDatabaseAway } from '#server/errors.ts'

const pauseMs = 250

/**
 * The receiver has been called; its answer must not be forgotten because the database is away. The fence makes a late record safe,
 * so it is tried until it succeeds, or the process must end: then the job is taken over and the receiver is called again.
 */
export function recordPatiently(record: (outcome: Outcome) => Promise<Recorded>, stopping: AbortSignal) {
  return async (outcome: Outcome): Promise<Recorded> => {
    for (;;) {
      try {
        return await record(outcome)
      } catch (error) {
        if (!isDatabaseAway(error) || stopping.aborted) throw error
        await new Promise(resolve => setTimeout(resolve, pauseMs))
      }
    }
  }
}
