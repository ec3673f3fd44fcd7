import { setTimeout as wait } from 'node:timers/promises'
import { type Load, startLoad } from '#tests/chaos/load.ts'
import { addMerchants, type Stack, startStack } from '#tests/chaos/stack.ts'
import { type Check, check, judge, type Outcome } from '#tests/chaos/verdict.ts'
import { until } from '#tests/support/until.ts'

const backLimitSeconds = 15

/** kill -9 of PostgreSQL and all its processes under load, and its start: nobody restarts web or the workers. */
export async function postgresKilled(short: boolean): Promise<Outcome> {
  const kills = short ? 1 : 3
  const stack = await startStack({ workers: 2 })
  try {
    const merchants = await addMerchants(stack, 8, 100)
    const load = startLoad({ api: stack.api, merchants, clients: 32, perSecond: short ? 100 : 200 })
    const pids = pidsOf(stack)
    let longest = 0
    for (let kill = 0; kill < kills; kill++) {
      await wait(3_000)
      await stack.database.kill()
      await wait(1_000)
      await stack.database.start()
      longest = Math.max(longest, await secondsUntilBack(stack, load))
    }
    await load.stop()
    const verdict = await judge(stack, load.accepted)
    return {
      fault: `kill -9 of PostgreSQL, ${kills === 1 ? 'once' : `${kills} times`}`,
      checks: [
        ...verdict.checks,
        survived(stack, pids),
        check(`back at work within ${backLimitSeconds} s`, longest <= backLimitSeconds, `${longest.toFixed(1)} s`),
      ],
      figures: { ...verdict.figures, 'back in s': longest.toFixed(1) },
    }
  } finally {
    await stack.close()
  }
}

/** Nobody died and had to be started again. */
export function survived(stack: Stack, pidsBefore: string): Check {
  const dead = [stack.web, ...stack.workers].filter(program => !program.isRunning())
  return check(
    'web and workers are the same processes',
    pidsOf(stack) === pidsBefore,
    dead.flatMap(program => program.lastWords()).join('\n'),
  )
}

export const pidsOf = ({ web, workers }: Stack): string =>
  [web, ...workers].map(program => (program.isRunning() ? program.pid() : 'dead')).join()

/** From now until something is accepted and delivered that was not before. */
export async function secondsUntilBack(stack: Stack, load: Load): Promise<number> {
  const startedAt = performance.now()
  const acceptedBefore = load.accepted.length
  const newest = () => load.accepted[acceptedBefore]?.id
  await until('a new message is accepted', newest, 60_000)
  await until('it is delivered', async () => (await stack.report()).deliveries.some(([id]) => id === newest()), 60_000)
  return (performance.now() - startedAt) / 1_000
}
