/**
 * Group commit: what arrives while `running` batches are at work goes to the database together, so that at full load a statement
 * serves hundreds of callers and at low load nobody waits. Each item is settled by `run`, through its own resolve and reject.
 */
export type Pending<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

export type BatchOptions<Item, Result> = {
  maxItems: number
  maxWeight: number
  weigh: (item: Item) => number
  /** Items that share one of these never share a batch: the later one waits for the earlier one's outcome. */
  keysOf?: (item: Item) => readonly string[]
  parallel: number
  /** While one batch runs, another begins only when this many wait: fewer and larger statements under load. */
  parallelFrom: number
  /**
   * A batch of fewer than `parallelFrom` begins this long after the one before it, or later: what comes at a trickle goes at once, and a
   * caller that posts as fast as it is answered can't make the database commit for each of its items.
   */
  spacingMs: number
  /** Waiting items beyond this are refused by `overflow`, so that a stalled database does not fill the memory. */
  maxWaiting: number
  /** The same by weight. */
  maxWaitingWeight: number
  overflow: () => Error
  run: (batch: Pending<Item, Result>[]) => Promise<void>
}

export function createBatcher<Item, Result>(options: BatchOptions<Item, Result>): (item: Item) => Promise<Result> {
  type Waiting = Pending<Item, Result> & { weight: number }
  let waiting: Waiting[] = []
  let waitingWeight = 0
  const runningKeys = new Set<string>()
  let running = 0
  let scheduled: { timer: NodeJS.Timeout | null } | null = null
  let begunAt = Number.NEGATIVE_INFINITY

  const takeBatch = (): { batch: Pending<Item, Result>[]; keys: string[] } => {
    const batch: Pending<Item, Result>[] = []
    const left: Waiting[] = []
    const keys: string[] = []
    let weight = 0
    let at = 0
    for (; at < waiting.length && batch.length < options.maxItems; at++) {
      const pending = waiting[at]!
      const itemKeys = options.keysOf?.(pending.item) ?? []
      if (itemKeys.some(key => runningKeys.has(key))) {
        left.push(pending)
        continue
      }
      weight += pending.weight
      if (batch.length > 0 && weight > options.maxWeight) break
      waitingWeight -= pending.weight
      for (const key of itemKeys) runningKeys.add(key)
      keys.push(...itemKeys)
      batch.push(pending)
    }
    waiting = left.concat(waiting.slice(at))
    return { batch, keys }
  }

  const mayRun = (): boolean => running < options.parallel && waiting.length >= (running === 0 ? 1 : options.parallelFrom)

  const flush = async (): Promise<void> => {
    scheduled = null
    if (!mayRun()) return
    const { batch, keys } = takeBatch()
    if (batch.length === 0) return
    running++
    begunAt = performance.now()
    if (waiting.length > 0) schedule()
    await options.run(batch).catch(error => {
      for (const pending of batch) pending.reject(error)
    })
    for (const key of keys) runningKeys.delete(key)
    running--
    schedule()
  }

  // At least one turn of the event loop, so that requests parsed in the same turn travel together.
  const schedule = (): void => {
    if (!mayRun()) return
    const early = begunAt + options.spacingMs - performance.now()
    const waitMs = waiting.length < options.parallelFrom ? early : 0
    if (scheduled) {
      if (waitMs > 0 || scheduled.timer === null) return
      clearTimeout(scheduled.timer)
    }
    scheduled = { timer: waitMs > 0 ? setTimeout(() => void flush(), waitMs) : null }
    if (waitMs <= 0) setImmediate(() => void flush())
  }

  return item =>
    new Promise((resolve, reject) => {
      if (waiting.length >= options.maxWaiting || waitingWeight >= options.maxWaitingWeight) return reject(options.overflow())
      const weight = options.weigh(item)
      waitingWeight += weight
      waiting.push({ item, resolve, reject, weight })
      schedule()
    })
}
