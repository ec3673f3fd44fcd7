import { inTurn, type Options, type Result, type Scenario } from '#bench/scenario.ts'
import { fillBacklog } from '#bench/scenarios/backlog-sql.ts'
import { type Saturation, type SaturationRun, saturate, warmUp } from '#bench/scenarios/saturate.ts'
import type { Session } from '#bench/session.ts'
import { createMerchant, createMerchants } from '#bench/stacks/merchants.ts'
import { startPosthorn } from '#bench/stacks/posthorn.ts'
import { medians, pairedRatio } from '#bench/statistics.ts'

const endpointCount = 1_000

/**
 * Scenario 4: a million deliveries wait, of a thousand endpoints, and 300,000 retries are due in the hours to come. They wait in
 * `deliver`, as after an hour without a worker, or in `retry`, as after an outage of all those endpoints; new messages come all the
 * while. Compared with a Posthorn whose queue is empty: does the length of the queue cost anything?
 */
export const backlog: Scenario = {
  number: 4,
  name: 'backlog: 1,000,000 deliveries waiting, 300,000 retries in the future',
  run: async (session, options) => {
    const empty = await prepare(session)
    const inDeliver = await prepare(session, { queue: 'deliver', options })
    const inRetry = await prepare(session, { queue: 'retry', options })
    const measure = (task: Saturation, waitForRest: boolean) => async () => {
      await task.stack.startWorker()
      try {
        return await saturate(task, options.quick ? 10 : 20, waitForRest)
      } finally {
        await task.stack.worker.stop()
      }
    }
    // Behind a backlog nobody waits for the rest: it would be the whole backlog.
    const made = await inTurn(options.runs, {
      empty: measure(empty, true),
      'waiting in deliver': measure(inDeliver, false),
      'waiting in retry': measure(inRetry, false),
    })
    for (const { stack } of [empty, inDeliver, inRetry]) await stack.stop()
    return report(made)
  },
}

type Filling = { queue: 'deliver' | 'retry'; options: Options }

/** A stack that is warm, has its backlog, and whose worker is stopped. */
async function prepare(session: Session, filling?: Filling): Promise<Saturation> {
  const stack = await startPosthorn(session.cluster)
  const kind = filling?.queue ?? 'empty'
  const application = await createMerchant(stack, session.endpointUrl(`/ok/new-${kind}`))
  const task: Saturation = { session, stack, applications: [application], groups: [`new-${kind}`, `waiting-${kind}`] }
  await warmUp(task)
  await stack.worker.stop()
  if (!filling) return task

  const [waiting, future] = filling.options.quick ? [100_000, 30_000] : [1_000_000, 300_000]
  const merchants = await createMerchants(stack, endpointCount, index => session.endpointUrl(`/ok/${index}/waiting-${kind}`))
  console.log(`  putting ${waiting + future} deliveries into the tables (${kind}) …`)
  await fillBacklog(stack.database.client, { applicationCount: merchants.length, queue: filling.queue, waiting, future })
  await stack.database.analyze()
  return task
}

type Variant = 'empty' | 'waiting in deliver' | 'waiting in retry'

function report(made: Record<Variant, SaturationRun[]>): Result {
  const variants: readonly Variant[] = ['empty', 'waiting in deliver', 'waiting in retry']
  const delivered = (variant: Variant) => made[variant].map(run => run.deliveredPerSecond)
  return {
    tables: [
      {
        columns: ['queue', 'accepted/s', 'delivered/s', 'of it new', 'CPU ms per delivery', 'delivered/s ÷ empty'],
        rows: variants.map(variant => {
          const run = medians(made[variant])
          const ratio = pairedRatio(delivered(variant), delivered('empty'))
          return [variant, run.acceptedPerSecond, run.deliveredPerSecond, run.deliveredNewPerSecond, run.ownCpu, ratio]
        }),
      },
    ],
    checks: variants.slice(1).map(variant => ({
      what: `delivered/s, ${variant} ÷ empty`,
      value: pairedRatio(delivered(variant), delivered('empty')),
      atLeast: 0.8,
    })),
    measured: made,
  }
}
