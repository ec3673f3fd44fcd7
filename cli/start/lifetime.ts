import { Failure } from '#cli/failure.ts'

/**
 * One run of `posthorn start`, from its first child to its last: what is started says how it is ended, and the end comes in reverse,
 * on a signal, on a failure, or when whoever started us is gone.
 */
export type Lifetime = {
  /** Aborted when the end begins. */
  signal: AbortSignal
  onEnd: (stop: () => Promise<void>, kill?: () => void) => void
  /** Resolves when the end begins. */
  ending: Promise<void>
  /** Ends everything; resolves when it is ended. */
  end: () => Promise<void>
}

type Ending = { stop: () => Promise<void>; kill: (() => void) | undefined }

// npm passes on the Ctrl-C that the terminal has sent to everybody already: two signals at once are one wish.
const secondWishMs = 1_000

export function openLifetime(say: (text: string) => void): Lifetime {
  const controller = new AbortController()
  const endings: Ending[] = []
  let wishedAt: number | null = null

  const begin = () => {
    const now = performance.now()
    if (wishedAt === null) say('\nStopping: what is in flight is finished first. Ctrl-C again stops at once.')
    else if (now - wishedAt > secondWishMs) for (const { kill } of endings) kill?.()
    wishedAt ??= now
    controller.abort()
  }
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, begin)
  if (process.connected) process.on('disconnect', begin)

  const ending = new Promise<void>(resolve => controller.signal.addEventListener('abort', () => resolve(), { once: true }))
  const end = async () => {
    controller.abort()
    const faults: unknown[] = []
    for (const { stop } of endings.toReversed()) await stop().catch(fault => faults.push(fault))
    for (const name of names) process.off(name, begin)
    process.off('disconnect', begin) // while it listens, the channel keeps the process alive
    if (faults.length > 0) throw new Failure(faults.map(fault => (fault instanceof Error ? fault.message : String(fault))).join('\n'))
  }
  return { signal: controller.signal, onEnd: (stop, kill) => endings.push({ stop, kill }), ending, end }
}
