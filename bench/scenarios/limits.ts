import { setTimeout as wait } from 'node:timers/promises'
import type { Interval } from '#bench/receiver/recorder.ts'
import type { Options, Result, Scenario } from '#bench/scenario.ts'
import { attemptsSince, brokenOrder } from '#bench/scenarios/attempts-sql.ts'
import { type Healthy, startHealthy } from '#bench/scenarios/healthy.ts'
import { postNow } from '#bench/scenarios/post-now.ts'
import { receivedBy, waitUntilReceived } from '#bench/scenarios/received.ts'
import { payloadBytes } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { call, createApplication, createEndpoint } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import type { Stack } from '#bench/stacks/stack.ts'
import type { Latencies } from '#bench/statistics.ts'

const workers = 4
const rate = 10
const rateSeconds = 30
const pausedPerSecond = 50

/** Scenario 9: rates are kept exactly however many workers there are, and cost nobody else anything; a pause keeps the order. */
export const limits: Scenario = {
  number: 9,
  name: `limits: ${rate} per second behind 200,000 waiting, with ${workers} workers; a pause of a minute`,
  run: async (session, options) => {
    const stack = await startPosthorn(session.cluster)
    for (let added = 1; added < workers; added++) await stack.addWorker()
    const healthy = await startHealthy(session, stack, 'limits-healthy')
    const before = await healthy.during(() => wait(20_000))
    const { beside, ...rates } = await measureRates(session, stack, options, healthy)
    const pause = await measurePause(session, stack, options)
    const undelivered = await healthy.stop()
    await stack.stop()
    return report({ without: await healthy.latencies(before), beside: await healthy.latencies(beside), ...rates, pause, undelivered })
  },
}

type Rates = { own: number; common: number }

/** An endpoint with a rate of its own, and two of one application with a common one, all of them with far more waiting than they may get. */
async function measureRates(session: Session, stack: Stack, { quick }: Options, healthy: Healthy): Promise<Rates & { beside: Interval }> {
  const alone = await createApplication(stack)
  const own = await createEndpoint(stack, alone, session.endpointUrl('/ok/limits-own'), { rateLimit: rate })
  const together = await createApplication(stack, { rateLimit: rate })
  const common = [
    await createEndpoint(stack, together, session.endpointUrl('/ok/0/limits-common')),
    await createEndpoint(stack, together, session.endpointUrl('/ok/1/limits-common')),
  ]
  await postNow(session, stack, alone, quick ? 20_000 : 200_000)
  await postNow(session, stack, together, 2_000)

  const since = await stack.database.now()
  const beside = await healthy.during(() => wait(rateSeconds * 1000))
  const until = await stack.database.now()
  const perSecond = async (endpoints: string[]) =>
    (await attemptsSince(stack.database.client, endpoints, since, until)) / ((until.getTime() - since.getTime()) / 1000)
  return { own: await perSecond([own]), common: await perSecond(common), beside }
}

type Pause = { posted: number; lost: number; outOfOrder: number }

/** What was posted until the end of the pause goes out in its order, and nothing of it is lost. */
async function measurePause(session: Session, stack: Stack, { quick }: Options): Promise<Pause> {
  const { load, endpointUrl } = session
  const group = 'limits-paused'
  const application = await createApplication(stack)
  const endpoint = await createEndpoint(stack, application, endpointUrl(`/ok/${group}`))
  const before = await receivedBy(session, group)
  const { port, token } = stack
  const flow = await load.start({ kind: 'steady', perSecond: pausedPerSecond, applications: [application], port, token, payloadBytes })
  await wait(2_000)
  await call(stack, 'POST', `/app/${application}/endpoint/${endpoint}/pause`)
  const pausedAt = await stack.database.now()
  await wait((quick ? 10 : 60) * 1000)
  const resumedAt = await stack.database.now()
  await call(stack, 'POST', `/app/${application}/endpoint/${endpoint}/resume`)
  await wait(5_000)
  const { accepted } = await load.stop(flow)
  await waitUntilReceived(session, group, before + accepted)
  return {
    posted: accepted,
    lost: accepted - ((await receivedBy(session, group)) - before),
    outOfOrder: await brokenOrder(stack.database.client, endpoint, pausedAt, resumedAt),
  }
}

function report(measured: Rates & { without: Latencies; beside: Latencies; pause: Pause; undelivered: number }): Result {
  const { without, beside, own, common, pause, undelivered } = measured
  const offBy = (perSecond: number) => Math.abs(perSecond / rate - 1)
  return {
    tables: [
      {
        columns: ['healthy endpoints', 'p50 ms', 'p95 ms', 'p99 ms'],
        rows: [
          ['before', without.p50, without.p95, without.p99],
          ['beside three endpoints under a rate', beside.p50, beside.p95, beside.p99],
        ],
      },
      {
        columns: ['a rate of 10 per second', 'measured per second'],
        rows: [
          ['of an endpoint', own],
          ['of an application, for two endpoints', common],
        ],
      },
    ],
    checks: [
      { what: 'rate of an endpoint, off by', value: offBy(own), atMost: 0.03 },
      { what: 'common rate of two endpoints, off by', value: offBy(common), atMost: 0.03 },
      { what: 'p99 of the healthy ones ÷ before', value: beside.p99 / without.p99, atMost: 1.5 },
      { what: 'messages of healthy endpoints not delivered 5 s after the end', value: undelivered, atMost: 0 },
      { what: `of ${pause.posted} messages around a pause, lost`, value: pause.lost, atMost: 0 },
      { what: 'sent before one that was posted earlier', value: pause.outOfOrder, atMost: 0 },
    ],
    measured,
  }
}
