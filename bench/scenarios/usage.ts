import { cpuSeconds, cpuSecondsOfTree } from '#bench/machine/cpu.ts'
import type { Session } from '#bench/session.ts'
import type { Stack } from '#bench/stacks/stack.ts'

/** CPU seconds by process, since the process began or in an interval. */
export type Usage = { web: number; worker: number; postgres: number; load: number; receiver: number }

export const readUsage = (session: Session, stack: Stack): Usage => ({
  web: cpuSeconds(stack.web.pid),
  worker: cpuSeconds(stack.worker.pid),
  postgres: cpuSecondsOfTree(session.cluster.pid),
  load: cpuSeconds(session.processes.load.pid),
  receiver: cpuSeconds(session.processes.receiver.pid),
})

export const usedBetween = (before: Usage, after: Usage): Usage => ({
  web: after.web - before.web,
  worker: after.worker - before.worker,
  postgres: after.postgres - before.postgres,
  load: after.load - before.load,
  receiver: after.receiver - before.receiver,
})

/** What the stack itself costs: load generator and receiver stand for other people's machines. */
export const ownCpu = (usage: Usage): number => usage.web + usage.worker + usage.postgres
