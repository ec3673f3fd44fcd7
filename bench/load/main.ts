import { type Flow, type FlowOptions, startFlow } from '#bench/load/flow.ts'
import { serve } from '#bench/remote.ts'
import { nowUs } from '#bench/stamp.ts'

/** The producers, as a process of its own. */
const flows: Flow[] = []

const methods = {
  start: (options: FlowOptions): number => flows.push(startFlow(options)) - 1,
  counts: (flow: number) => flows[flow]!.counts(),
  /** Resolves when what was posted has been answered. */
  stop: async (flow: number) => {
    await flows[flow]!.stop()
    return flows[flow]!.counts()
  },
  nowUs,
}
export type LoadMethods = typeof methods

serve(methods)
