import { setTimeout as wait } from 'node:timers/promises'
import type { Interval } from '#bench/receiver/recorder.ts'
import { receivedBy } from '#bench/scenarios/received.ts'
import { payloadBytes, warmUp } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { createMerchants } from '#bench/stacks/merchants.ts'
import type { Stack } from '#bench/stacks/stack.ts'
import type { Latencies } from '#bench/statistics.ts'

const endpoints = 10
const healthyPerSecond = 100

/** Ten endpoints that answer at once and get 100 messages a second together, whatever goes on beside them. */
export async function startHealthy(session: Session, stack: Stack, group: string) {
  const { load, receiver, endpointUrl } = session
  const applications = await createMerchants(stack, endpoints, index => endpointUrl(`/ok/${index}/${group}`))
  await warmUp({ session, stack, applications, groups: [group] })
  const receivedBefore = await receivedBy(session, group)
  const flow = await load.start({
    kind: 'steady',
    perSecond: healthyPerSecond,
    applications,
    port: stack.port,
    token: stack.token,
    payloadBytes,
  })
  await wait(5_000)

  return {
    /** The time that `work` takes. */
    during: async (work: () => Promise<unknown>): Promise<Interval> => {
      const fromUs = await load.nowUs()
      await work()
      return { fromUs, toUs: await load.nowUs() }
    },
    /** Of what was posted in an interval. Asked at the end, so that what arrived late counts with the time it took. */
    latencies: (interval: Interval): Promise<Latencies> => receiver.latencies(group, interval),
    /** Resolves with how many had not been delivered 5 s after the last was posted. */
    stop: async (): Promise<number> => {
      const { accepted } = await load.stop(flow)
      await wait(5_000)
      return accepted - ((await receivedBy(session, group)) - receivedBefore)
    },
  }
}

export type Healthy = Awaited<ReturnType<typeof startHealthy>>
