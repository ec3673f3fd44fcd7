import { type Latencies, summarize } from '#bench/statistics.ts'

/** Numbers in the order in which they came, without an object for each. */
function createColumn() {
  let values = new Float64Array(1 << 16)
  let length = 0
  return {
    push: (value: number): void => {
      if (length === values.length) {
        const larger = new Float64Array(length * 2)
        larger.set(values)
        values = larger
      }
      values[length++] = value
    },
    view: () => values.subarray(0, length),
    clear: (): void => {
      length = 0
    },
  }
}

/** Messages sent from `fromUs` until before `toUs`. */
export type Interval = { fromUs: number; toUs: number }

/** What arrived, by group: a message counts once, when it arrives first. */
export function createRecorder() {
  const groups = new Map<string, { received: number; sentUs: ReturnType<typeof createColumn>; tookUs: ReturnType<typeof createColumn> }>()
  let seen = new Uint8Array(1 << 20)
  let repeated = 0

  const groupOf = (name: string) => {
    const group = groups.get(name) ?? { received: 0, sentUs: createColumn(), tookUs: createColumn() }
    groups.set(name, group)
    return group
  }

  const isRepeated = (number: number): boolean => {
    if (number >= seen.length) {
      const larger = new Uint8Array(2 ** Math.ceil(Math.log2(number + 1)))
      larger.set(seen)
      seen = larger
    }
    const before = seen[number]!
    seen[number] = 1
    return before === 1
  }

  return {
    record: (groupName: string, number: number, sentUs: number, receivedUs: number): void => {
      if (isRepeated(number)) {
        repeated++
        return
      }
      const group = groupOf(groupName)
      group.received++
      group.sentUs.push(sentUs)
      group.tookUs.push(receivedUs - sentUs)
    },
    /** One that carries no stamp, so that only its arrival is known. */
    count: (groupName: string): void => {
      groupOf(groupName).received++
    },
    counts: () => ({ repeated, received: Object.fromEntries([...groups].map(([name, group]) => [name, group.received])) }),
    latencies: (groupName: string, { fromUs, toUs }: Interval): Latencies => {
      const { sentUs, tookUs } = groupOf(groupName)
      const sent = sentUs.view()
      return summarize(tookUs.view().filter((_, index) => sent[index]! >= fromUs && sent[index]! < toUs))
    },
    /** Forgets latencies, so that a long session does not grow; counts stay. */
    forget: (): void => {
      for (const group of groups.values()) {
        group.sentUs.clear()
        group.tookUs.clear()
      }
    },
  }
}
