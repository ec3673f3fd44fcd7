import { setTimeout as wait } from 'node:timers/promises'
import type { Interval } from '#bench/receiver/recorder.ts'
import type { Options, Result, Scenario } from '#bench/scenario.ts'
import { type Healthy, startHealthy } from '#bench/scenarios/healthy.ts'
import { payloadBytes } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { createMerchant } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import type { Stack } from '#bench/stacks/stack.ts'
import { type Latencies, median } from '#bench/statistics.ts'

const badPerSecond = 50
/** As a script that imports something: it posts the next message when the last is answered, on so many connections. */
const burstConnections = 4

type Minute = Latencies & { neighbours: boolean }

/** Scenario 6: whether the endpoints that are well notice the ones that are not, minute by minute. */
export const badNeighbours: Scenario = {
  number: 6,
  name: 'bad neighbours: one never answers, one resets, one is slow, one gets a burst of 200,000',
  run: async (session, options) => {
    const stack = await startPosthorn(session.cluster, options.profileTo)
    const healthy = await startHealthy(session, stack, 'healthy')
    const measured = await measure(session, stack, healthy, options)
    await stack.stop()
    return report(measured)
  },
}

type Measured = { minutes: Minute[]; undelivered: number }

async function measure(session: Session, stack: Stack, healthy: Healthy, { quick }: Options): Promise<Measured> {
  const intervals: { neighbours: boolean; interval: Interval }[] = []
  const passMinute = async (neighbours: boolean) => {
    const interval = await healthy.during(() => wait((quick ? 20 : 60) * 1000))
    intervals.push({ neighbours, interval })
    const { p99 } = await healthy.latencies(interval)
    console.log(`  ${neighbours ? 'with' : 'without'} bad neighbours: p99 of the healthy ones ${p99.toFixed(1)} ms`)
  }
  for (let minute = 0; minute < (quick ? 1 : 2); minute++) await passMinute(false)
  const flows = await startBadNeighbours(session, stack, quick ? 20_000 : 200_000)
  for (let minute = 0; minute < (quick ? 2 : 5); minute++) await passMinute(true)

  const undelivered = await healthy.stop()
  for (const flow of flows) await session.load.stop(flow)
  const minutes: Minute[] = []
  for (const { neighbours, interval } of intervals) minutes.push({ neighbours, ...(await healthy.latencies(interval)) })
  return { minutes, undelivered }
}

async function startBadNeighbours({ load, endpointUrl }: Session, stack: Stack, burst: number): Promise<number[]> {
  const destination = { port: stack.port, token: stack.token, payloadBytes }
  const flows: number[] = []
  for (const path of ['/hang/hang', '/reset/reset', '/slow/5000/slow']) {
    const application = await createMerchant(stack, endpointUrl(path))
    flows.push(await load.start({ kind: 'steady', perSecond: badPerSecond, applications: [application], ...destination }))
  }
  const application = await createMerchant(stack, endpointUrl('/ok/burst'))
  flows.push(
    await load.start({ kind: 'saturate', connections: burstConnections, limit: burst, applications: [application], ...destination }),
  )
  return flows
}

function report(measured: Measured): Result {
  const { minutes, undelivered } = measured
  const without = minutes.filter(minute => !minute.neighbours)
  const baseline = median(without.map(minute => minute.p99))
  const ratios = minutes.filter(minute => minute.neighbours).map(({ p99 }) => p99 / baseline)
  return {
    tables: [
      {
        columns: ['healthy endpoints', 'received', 'p50 ms', 'p95 ms', 'p99 ms', 'p99 ÷ without'],
        rows: minutes.map(({ neighbours, count, p50, p95, p99 }, index) => [
          neighbours ? `minute ${index + 1 - without.length} with bad neighbours` : `minute ${index + 1} without`,
          String(count),
          p50,
          p95,
          p99,
          p99 / baseline,
        ]),
      },
    ],
    checks: [
      { what: 'worst minute’s p99 ÷ without bad neighbours', value: Math.max(...ratios), atMost: 1.5 },
      { what: 'messages of healthy endpoints not delivered 5 s after the end', value: undelivered, atMost: 0 },
    ],
    measured,
  }
}
