import { setTimeout as wait } from 'node:timers/promises'
import { receivedBy, waitUntilReceived } from '#bench/scenarios/received.ts'
import { ownCpu, readUsage, type Usage, usedBetween } from '#bench/scenarios/usage.ts'
import type { Session } from '#bench/session.ts'
import type { Stack } from '#bench/stacks/stack.ts'

export const payloadBytes = 1024
const connections = 64
const settleSeconds = 3

export type Saturation = {
  session: Session
  stack: Stack
  /** Posted to in turn. */
  applications: readonly string[]
  /** Of the receiver: the first has what is posted, the others what was waiting before. */
  groups: readonly [string, ...string[]]
}

export type SaturationRun = {
  acceptedPerSecond: number
  /** Of all groups. */
  deliveredPerSecond: number
  /** Of what was posted meanwhile. */
  deliveredNewPerSecond: number
  keepsUp: number
  /** CPU milliseconds per delivery. */
  webCpu: number
  workerCpu: number
  postgresCpu: number
  ownCpu: number
  loadCpu: number
  receiverCpu: number
  statementsPerMessage: number
}

const startPosting = ({ session, stack, applications }: Saturation): Promise<number> =>
  session.load.start({ kind: 'saturate', connections, port: stack.port, token: stack.token, applications, payloadBytes })

async function stopPosting(session: Session, flow: number): Promise<number> {
  const { accepted, refused } = await session.load.stop(flow)
  if (Object.keys(refused).length > 0) console.warn(`  refused, by status: ${JSON.stringify(refused)}`)
  return accepted
}

/** Compiles and caches what a process that has been running for a while has, and gives the planner what autovacuum would within a minute. */
export async function warmUp(task: Saturation, seconds = 4): Promise<void> {
  const { session, stack, groups } = task
  const before = await receivedBy(session, groups[0])
  const flow = await startPosting(task)
  await wait(seconds * 1000)
  await waitUntilReceived(session, groups[0], before + (await stopPosting(session, flow)))
  await stack.database.analyze()
}

/** Posts as fast as 64 connections get answers, and measures an interval. Afterwards waits until everything new has arrived, if it may. */
export async function saturate(task: Saturation, seconds: number, waitForRest = true): Promise<SaturationRun> {
  const { session, stack, groups } = task
  const newBefore = await receivedBy(session, groups[0])
  await stack.database.client.query('checkpoint') // full-page writes then follow this run's own checkpoint, not its neighbour's
  const flow = await startPosting(task)
  await wait(settleSeconds * 1000)

  const read = async () => ({
    at: performance.now(),
    accepted: (await session.load.counts(flow)).accepted,
    delivered: await receivedBy(session, ...groups),
    deliveredNew: await receivedBy(session, groups[0]),
    usage: readUsage(session, stack),
  })
  await stack.database.resetStatements()
  const before = await read()
  await wait(seconds * 1000)
  const after = await read()
  const statements = await stack.database.countStatements()
  const accepted = await stopPosting(session, flow)
  if (waitForRest) await waitUntilReceived(session, groups[0], newBefore + accepted)

  return figures({
    seconds: (after.at - before.at) / 1000,
    accepted: after.accepted - before.accepted,
    delivered: after.delivered - before.delivered,
    deliveredNew: after.deliveredNew - before.deliveredNew,
    usage: usedBetween(before.usage, after.usage),
    statements,
  })
}

type Interval = { seconds: number; accepted: number; delivered: number; deliveredNew: number; usage: Usage; statements: number }

function figures({ seconds, accepted, delivered, deliveredNew, usage, statements }: Interval): SaturationRun {
  const perDelivery = (cpuSeconds: number) => (cpuSeconds * 1000) / delivered
  return {
    acceptedPerSecond: accepted / seconds,
    deliveredPerSecond: delivered / seconds,
    deliveredNewPerSecond: deliveredNew / seconds,
    keepsUp: delivered / accepted,
    webCpu: perDelivery(usage.web),
    workerCpu: perDelivery(usage.worker),
    postgresCpu: perDelivery(usage.postgres),
    ownCpu: perDelivery(ownCpu(usage)),
    loadCpu: perDelivery(usage.load),
    receiverCpu: perDelivery(usage.receiver),
    statementsPerMessage: statements / accepted,
  }
}
