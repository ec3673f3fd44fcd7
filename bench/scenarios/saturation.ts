import { inTurn, type Options, type Result, type Scenario } from '#bench/scenario.ts'
import { type Saturation, type SaturationRun, saturate, warmUp } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { startBarePath } from '#bench/stacks/bare-path.ts'
import { createMerchant } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import type { Stack } from '#bench/stacks/stack.ts'
import { medians, pairedRatio } from '#bench/statistics.ts'

/** Scenario 1: everything that 64 connections can post, to one endpoint, beside the bare path. */
export const saturation: Scenario = { number: 1, name: 'saturation: 64 connections, 1 KB payloads, 1 endpoint', run }

async function run(session: Session, options: Options): Promise<Result> {
  const seconds = options.quick ? 15 : 20
  const posthorn = await startPosthorn(session.cluster, options.profileTo)
  const barePath = await startBarePath(session.cluster)
  const prepare = async (stack: Stack) => {
    const application = await createMerchant(stack, session.endpointUrl(`/ok/${stack.name}`))
    const task: Saturation = { session, stack, applications: [application], groups: [stack.name] }
    await warmUp(task)
    return () => saturate(task, seconds)
  }
  const made = await inTurn(options.runs, { posthorn: await prepare(posthorn), 'bare path': await prepare(barePath) })
  const statements = await posthorn.database.topStatements(10)
  await Promise.all([posthorn.stop(), barePath.stop()])
  return { ...report(made.posthorn, made['bare path']), measured: { ...made, statements } }
}

const rows: readonly [label: string, field: keyof SaturationRun][] = [
  ['accepted/s', 'acceptedPerSecond'],
  ['delivered/s', 'deliveredPerSecond'],
  ['delivered ÷ accepted', 'keepsUp'],
  ['CPU ms per delivery: web', 'webCpu'],
  ['… worker', 'workerCpu'],
  ['… Postgres', 'postgresCpu'],
  ['… together', 'ownCpu'],
  ['… load generator', 'loadCpu'],
  ['… receiver', 'receiverCpu'],
  ['SQL statements per message', 'statementsPerMessage'],
]

function report(posthorn: SaturationRun[], barePath: SaturationRun[]): Omit<Result, 'measured'> {
  const [ours, bare] = [medians(posthorn), medians(barePath)]
  const ratio = (field: keyof SaturationRun) =>
    pairedRatio(
      posthorn.map(run => run[field]),
      barePath.map(run => run[field]),
    )
  return {
    tables: [
      {
        columns: ['', 'posthorn', 'bare path', 'ratio'],
        rows: rows.map(([label, field]) => [label, ours[field], bare[field], ratio(field)]),
      },
    ],
    checks: [
      { what: 'delivered/s ÷ the bare path’s', value: ratio('deliveredPerSecond'), atLeast: 0.7 },
      { what: 'CPU per delivery ÷ the bare path’s', value: ratio('ownCpu'), atMost: 1.7 },
      { what: 'delivered ÷ accepted', value: ours.keepsUp, atLeast: 0.95 },
      { what: 'SQL statements per message', value: ours.statementsPerMessage, atMost: 0.2 },
    ],
  }
}
