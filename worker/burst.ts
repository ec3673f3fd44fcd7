/** Who has most of the last thousand claims of a queue, when it is more than half: that endpoint's burst delays the others. */
export function createBurstWatch(size = 1_000) {
  const recent: string[] = []
  let at = 0
  const counts = new Map<string, number>()

  const forget = (endpointId: string): void => {
    const count = counts.get(endpointId)! - 1
    if (count === 0) counts.delete(endpointId)
    else counts.set(endpointId, count)
  }

  return {
    note: (endpointId: string): void => {
      const old = recent[at]
      if (old !== undefined) forget(old)
      recent[at] = endpointId
      counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1)
      at = (at + 1) % size
    },
    majority: (): string | null => {
      for (const [endpointId, count] of counts) if (count > size / 2) return endpointId
      return null
    },
  }
}
