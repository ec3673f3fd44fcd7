import { setTimeout as wait } from 'node:timers/promises'
import { type Check, inTurn, type Options, type Result, type Scenario } from '#bench/scenario.ts'
import { receivedBy, waitUntilReceived } from '#bench/scenarios/received.ts'
import { payloadBytes, warmUp } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { startBarePath } from '#bench/stacks/bare-path.ts'
import { createMerchant } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import type { Stack } from '#bench/stacks/stack.ts'
import { type Latencies, median } from '#bench/statistics.ts'

const rates = [50, 200, 500, 1_000]

/** Scenario 2: posts that are made when they are due, whether or not earlier ones were answered (an open loop). */
export const steadyRates: Scenario = {
  number: 2,
  name: 'steady rates: time from posted to received',
  run: async (session, options) => {
    const posthorn = await startPosthorn(session.cluster, options.profileTo)
    const barePath = await startBarePath(session.cluster)
    const applications = new Map<Stack, string>()
    for (const stack of [posthorn, barePath]) {
      applications.set(stack, await createMerchant(stack, session.endpointUrl(`/ok/${stack.name}`)))
      await warmUp({ session, stack, applications: [applications.get(stack)!], groups: [stack.name] })
    }
    const atRates = (stack: Stack) => () => measureRates(session, stack, applications.get(stack)!, options)
    const made = await inTurn(options.runs, { posthorn: atRates(posthorn), 'bare path': atRates(barePath) })
    await Promise.all([posthorn.stop(), barePath.stop()])
    return { ...report(made.posthorn, made['bare path']), measured: made }
  },
}

type RateRun = Latencies & { perSecond: number; worstLagMs: number }

async function measureRates(session: Session, stack: Stack, application: string, { quick }: Options): Promise<RateRun[]> {
  const made: RateRun[] = []
  for (const perSecond of rates) made.push(await measureRate(session, stack, application, perSecond, quick ? 7 : 15))
  return made
}

async function measureRate(session: Session, stack: Stack, application: string, perSecond: number, seconds: number): Promise<RateRun> {
  const { load, receiver } = session
  const before = await receivedBy(session, stack.name)
  const flow = await load.start({
    kind: 'steady',
    perSecond,
    port: stack.port,
    token: stack.token,
    applications: [application],
    payloadBytes,
  })
  await wait(1_000)
  const fromUs = await load.nowUs()
  await wait(seconds * 1000)
  const toUs = await load.nowUs()
  const { accepted, worstLagMs } = await load.stop(flow)
  await waitUntilReceived(session, stack.name, before + accepted)
  return { perSecond, worstLagMs, ...(await receiver.latencies(stack.name, { fromUs, toUs })) }
}

function report(posthorn: RateRun[][], barePath: RateRun[][]): Omit<Result, 'measured'> {
  const at = (runs: RateRun[][], perSecond: number, field: 'p50' | 'p95' | 'p99' | 'worstLagMs') =>
    median(runs.map(run => run.find(rate => rate.perSecond === perSecond)![field]))
  const checks = rates
    .filter(perSecond => perSecond <= 500)
    .flatMap((perSecond): Check[] => [
      { what: `p50 at ${perSecond}/s, ms`, value: at(posthorn, perSecond, 'p50'), atMost: 10 },
      { what: `p99 at ${perSecond}/s, ms`, value: at(posthorn, perSecond, 'p99'), atMost: 50 },
    ])
  return {
    tables: [
      {
        columns: ['posted/s', 'p50 ms', 'p95 ms', 'p99 ms', 'bare path p50 ms', 'p95 ms', 'p99 ms', 'generator late, ms'],
        rows: rates.map(perSecond => [
          String(perSecond),
          ...(['p50', 'p95', 'p99'] as const).map(field => at(posthorn, perSecond, field)),
          ...(['p50', 'p95', 'p99', 'worstLagMs'] as const).map(field => at(barePath, perSecond, field)),
        ]),
      },
    ],
    checks,
  }
}
