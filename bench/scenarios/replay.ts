import { setTimeout as wait } from 'node:timers/promises'
import type { Options, Result, Scenario } from '#bench/scenario.ts'
import { lastAttempt } from '#bench/scenarios/attempts-sql.ts'
import { type Healthy, startHealthy } from '#bench/scenarios/healthy.ts'
import { postNow } from '#bench/scenarios/post-now.ts'
import { receivedBy } from '#bench/scenarios/received.ts'
import type { Session } from '#bench/session.ts'
import { call, createApplication, createEndpoint } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import type { Stack } from '#bench/stacks/stack.ts'
import type { Latencies } from '#bench/statistics.ts'

const rate = 500
const paceSeconds = 20
const group = 'replay-missed'
/** Of a replay, before it is canceled. */
const canceledAfterMs = 5_000
const settleMs = 3_000
/** A second of the replay: far more than it has in flight, far less than what sending again from a cursor would repeat. */
const inFlightLimit = rate

/** Scenario 10: a replay keeps its pace, survives the death of its worker, ends when it is told to, and live deliveries hardly notice. */
export const replay: Scenario = {
  number: 10,
  name: `replay: 100,000 missed deliveries at ${rate} per second, a worker killed meanwhile, and another replay canceled`,
  run: async (session, options) => {
    const stack = await startPosthorn(session.cluster)
    const healthy = await startHealthy(session, stack, 'replay-healthy')
    const merchant = await missEverything(session, stack, options.quick ? 10_000 : 100_000)
    const without = await healthy.during(() => wait(20_000))

    const repeatedBefore = (await session.receiver.counts()).repeated
    const { id } = await startReplay(stack, merchant, 'skipped')
    await until(stack, merchant, id, ({ delivered }) => delivered > 0)
    const paced = await measurePace(session, options, healthy)
    await wait(2_000) // so that what was measured does not wait for the take-over
    stack.worker.child.kill('SIGKILL')
    await stack.startWorker()
    await until(stack, merchant, id, ({ state }) => state === 'finished')
    const missing = merchant.missed - (await receivedBy(session, group))
    const repeated = (await session.receiver.counts()).repeated - repeatedBefore
    const canceledWithinSeconds = await cancelOne(stack, merchant)
    const undelivered = await healthy.stop()
    await stack.stop()
    return report({
      without: await healthy.latencies(without),
      beside: await healthy.latencies(paced.beside),
      pace: paced.perSecond,
      missing,
      repeated,
      canceledWithinSeconds,
      undelivered,
    })
  },
}

type Merchant = { application: string; endpoint: string; missed: number }

/** What is posted while its endpoint is disabled. */
async function missEverything(session: Session, stack: Stack, missed: number): Promise<Merchant> {
  const application = await createApplication(stack)
  const endpoint = await createEndpoint(stack, application, session.endpointUrl(`/ok/${group}`), { disabled: true })
  await postNow(session, stack, application, missed)
  await call(stack, 'PATCH', `/app/${application}/endpoint/${endpoint}`, { disabled: false })
  await stack.database.analyze()
  return { application, endpoint, missed }
}

type Replay = { id: string; state: string; delivered: number }

const startReplay = (stack: Stack, { application, endpoint }: Merchant, state: 'skipped' | 'delivered'): Promise<Replay> =>
  call(stack, 'POST', `/app/${application}/replay`, { endpointId: endpoint, states: [state], canary: false, rate })

async function until(stack: Stack, { application, missed }: Merchant, id: string, holds: (replay: Replay) => boolean): Promise<void> {
  const deadline = performance.now() + 60_000 + (missed / rate) * 2_000
  for (;;) {
    const replay = await call<Replay>(stack, 'GET', `/app/${application}/replay/${id}`)
    if (holds(replay)) return
    if (performance.now() > deadline) throw new Error(`the replay did not get there: ${JSON.stringify(replay)}`)
    await wait(200)
  }
}

async function measurePace(session: Session, { quick }: Options, healthy: Healthy) {
  const seconds = quick ? 10 : paceSeconds
  const before = await receivedBy(session, group)
  const beside = await healthy.during(() => wait(seconds * 1000))
  return { beside, perSecond: ((await receivedBy(session, group)) - before) / seconds }
}

/** Seconds from the moment before the request to the beginning of the last delivery. */
async function cancelOne(stack: Stack, merchant: Merchant): Promise<number> {
  const { id } = await startReplay(stack, merchant, 'delivered')
  await until(stack, merchant, id, ({ delivered }) => delivered > 0)
  await wait(canceledAfterMs)
  const asked = await stack.database.now()
  await call(stack, 'POST', `/app/${merchant.application}/replay/${id}/cancel`)
  await wait(settleMs)
  const last = await lastAttempt(stack.database.client, merchant.endpoint)
  return Math.max(0, (last.getTime() - asked.getTime()) / 1000)
}

type Measured = {
  without: Latencies
  beside: Latencies
  pace: number
  missing: number
  repeated: number
  canceledWithinSeconds: number
  undelivered: number
}

function report(measured: Measured): Result {
  const { without, beside, pace, missing, repeated, canceledWithinSeconds, undelivered } = measured
  return {
    tables: [
      {
        columns: ['live deliveries', 'p50 ms', 'p95 ms', 'p99 ms'],
        rows: [
          ['before', without.p50, without.p95, without.p99],
          ['beside the replay', beside.p50, beside.p95, beside.p99],
        ],
      },
      {
        columns: ['the replay', 'per second', 'sent twice, after kill -9', 's until canceled'],
        rows: [[`at ${rate} per second`, pace, String(repeated), canceledWithinSeconds]],
      },
    ],
    checks: [
      { what: 'pace ÷ asked for', value: pace / rate, atLeast: 0.95, atMost: 1.05 },
      { what: 'missed messages that did not arrive', value: missing, atMost: 0 },
      { what: 'sent twice: at most what the killed worker had in flight', value: repeated, atMost: inFlightLimit },
      { what: 'seconds until a replay is canceled', value: canceledWithinSeconds, atMost: 2 },
      { what: 'p99 of live deliveries ÷ before', value: beside.p99 / without.p99, atMost: 2 },
      { what: 'live messages not delivered 5 s after the end', value: undelivered, atMost: 0 },
    ],
    measured,
  }
}
