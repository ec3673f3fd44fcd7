/** Where a slot's delivery came from: the three hot queues, and all lanes together. */
export type Source = 'deliver' | 'retry' | 'replay' | 'lane'

const sources: readonly Source[] = ['deliver', 'retry', 'replay', 'lane']

/** Shares of a worker's slots: new messages never wait for an outage's backlog, and neither starves the other. */
const shares: Record<Source, number> = { deliver: 0.6, retry: 0.1, replay: 0.05, lane: 0.25 }

/** Of the share of a source that has nothing waiting, this part stays free, so that its next delivery starts at once. */
const headroom = 0.25

export type Slots = {
  /** How many more deliveries of this source may be taken now. */
  room: (source: Source) => number
  /** Says whether the last look at a source left something waiting there. */
  setHungry: (source: Source, hungry: boolean) => void
  take: (source: Source, count: number) => void
  release: (source: Source) => void
  active: () => number
}

export function createSlots(total: number): Slots {
  const reserved = (source: Source) => Math.max(1, Math.round(total * shares[source]))
  const active: Record<Source, number> = { deliver: 0, retry: 0, replay: 0, lane: 0 }
  const hungry: Record<Source, boolean> = { deliver: false, retry: false, replay: false, lane: false }

  // What another source may not touch: all of the share while it has work waiting, else what it uses and a little.
  const kept = (source: Source) =>
    hungry[source] ? Math.max(active[source], reserved(source)) : active[source] + Math.ceil(reserved(source) * headroom)

  return {
    room: source => {
      const others = sources.reduce((sum, other) => (other === source ? sum : sum + kept(other)), 0)
      return Math.max(0, total - others - active[source])
    },
    setHungry: (source, value) => {
      hungry[source] = value
    },
    take: (source, count) => {
      active[source] += count
    },
    release: source => {
      active[source]--
    },
    active: () => sources.reduce((sum, source) => sum + active[source], 0),
  }
}
