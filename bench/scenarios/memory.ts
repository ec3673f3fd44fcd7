import { setTimeout as wait } from 'node:timers/promises'
import { peakResidentMib, residentMib, sharedMibOfTree } from '#bench/machine/memory.ts'
import type { Result, Scenario } from '#bench/scenario.ts'
import { saturate } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { createMerchant } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import type { Stack } from '#bench/stacks/stack.ts'

const limitMib = 250

/** Scenario 8: what the processes hold of the machine's memory. */
export const memory: Scenario = {
  number: 8,
  name: 'memory: idle, at saturation, idle again',
  run: async (session, options) => {
    const stack = await startPosthorn(session.cluster, options.profileTo)
    const application = await createMerchant(stack, session.endpointUrl('/ok/memory'))
    await openPage(stack)
    await wait(10_000)
    const idle = readMemory(session, stack)
    await saturate({ session, stack, applications: [application], groups: ['memory'] }, options.quick ? 30 : 60)
    const busy = readMemory(session, stack)
    await wait(options.quick ? 10_000 : 30_000)
    const after = readMemory(session, stack)
    await stack.stop()
    return report({ idle, busy, after })
  },
}

/** So that the pages are loaded, as they are in a web process that people use. */
async function openPage({ port }: Stack): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/login`).then(response => response.text())
}

/** MiB. */
type Memory = { web: number; webPeak: number; worker: number; workerPeak: number; postgres: number }

const readMemory = ({ cluster }: Session, { web, worker }: Stack): Memory => ({
  web: residentMib(web.pid),
  webPeak: peakResidentMib(web.pid),
  worker: residentMib(worker.pid),
  workerPeak: peakResidentMib(worker.pid),
  postgres: sharedMibOfTree(cluster.pid),
})

function report(measured: { idle: Memory; busy: Memory; after: Memory }): Result {
  const { idle, busy, after } = measured
  return {
    tables: [
      {
        columns: ['MiB', 'idle', 'at saturation', 'idle again', 'peak'],
        rows: [
          ['web', idle.web, busy.web, after.web, after.webPeak],
          ['worker', idle.worker, busy.worker, after.worker, after.workerPeak],
          ['Postgres, all its processes', idle.postgres, busy.postgres, after.postgres, Number.NaN],
        ],
      },
    ],
    checks: [
      { what: 'web at most, MiB', value: after.webPeak, atMost: limitMib },
      { what: 'worker at most, MiB', value: after.workerPeak, atMost: limitMib },
    ],
    measured,
  }
}
