import { setTimeout as wait } from 'node:timers/promises'
import { subscribe } from '#server/notify.ts'

/** A reader need not hear of changes more often than it can look at them. */
const spacingMs = 500

/**
 * Says that something changed, until the signal: at once, because what happened before the listening began is unknown, then after each
 * notification. It says not what: the reader asks, with its own filter and its own rights.
 */
export async function* watchChanges(signal: AbortSignal): AsyncGenerator<number> {
  let changed = true
  let wake = () => {}
  const unsubscribe = subscribe('posthorn_live', () => {
    changed = true
    wake()
  })
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    for (let count = 1; !signal.aborted; count++) {
      changed = false
      yield count
      await wait(spacingMs, undefined, { signal }).catch(() => {})
      while (!changed && !signal.aborted) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    unsubscribe()
  }
}
