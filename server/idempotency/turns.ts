/**
 * One after the other per name, and at most `parallel` at a time over all names. Who has waited longer than `patienceMs` for the same
 * name is refused; waiting for a free place has no limit of its own, because places are held for milliseconds.
 */
export function createTurns(parallel: number) {
  const running = new Map<string, Promise<unknown>>()
  const queue: (() => void)[] = []
  let busy = 0

  const takePlace = async (): Promise<void> => {
    if (busy < parallel) busy++
    else await new Promise<void>(resolve => queue.push(resolve)) // the place is handed over, so `busy` stays
  }
  const leavePlace = (): void => {
    const next = queue.shift()
    if (next) next()
    else busy--
  }

  return async function turn<T>(name: string, patienceMs: number, work: () => Promise<T>, refusal: () => Error): Promise<T> {
    const deadline = performance.now() + patienceMs
    for (let before = running.get(name); before; before = running.get(name)) {
      const patience = AbortSignal.timeout(Math.max(0, Math.ceil(deadline - performance.now())))
      const late = new Promise<never>((_, reject) => patience.addEventListener('abort', () => reject(refusal())))
      await Promise.race([before.catch(() => {}), late])
    }
    const mine = takePlace().then(work).finally(leavePlace)
    running.set(name, mine)
    return mine.finally(() => running.delete(name))
  }
}
