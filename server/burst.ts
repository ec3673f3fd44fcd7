/** Who has more than half of the last thousand: an endpoint of a queue's claims, an application of the messages posted. Its burst delays the others. */
export function createBurstWatch(size = 1_000) {
  let recent: string[] = []
  let at = 0
  const counts = new Map<string, number>()

  const forget = (id: string): void => {
    const count = counts.get(id)! - 1
    if (count === 0) counts.delete(id)
    else counts.set(id, count)
  }

  return {
    note: (id: string): void => {
      const old = recent[at]
      if (old !== undefined) forget(old)
      recent[at] = id
      counts.set(id, (counts.get(id) ?? 0) + 1)
      at = (at + 1) % size
    },
    majority: (): string | null => {
      for (const [id, count] of counts) if (count > size / 2) return id
      return null
    },
    /** Whether this one has the majority, and somebody else is there to be delayed. */
    crowdsOut: (id: string): boolean => counts.size > 1 && (counts.get(id) ?? 0) > size / 2,
    reset: (): void => {
      recent = []
      at = 0
      counts.clear()
    },
  }
}
