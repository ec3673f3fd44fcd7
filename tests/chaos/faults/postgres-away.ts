import { setTimeout as wait } from 'node:timers/promises'
import { request } from 'undici'
import { pidsOf, secondsUntilBack, survived } from '#tests/chaos/faults/postgres-killed.ts'
import { type Load, startLoad } from '#tests/chaos/load.ts'
import { addMerchants, type Stack, startStack } from '#tests/chaos/stack.ts'
import { type Check, check, judge, type Outcome } from '#tests/chaos/verdict.ts'

const awaySeconds = 60
const backLimitSeconds = 15

/** PostgreSQL away for a minute: first stopped, so that connections are refused, then frozen, so that they hang. */
export async function postgresAway(): Promise<Outcome> {
  const stack = await startStack({ workers: 2 })
  try {
    const merchants = await addMerchants(stack, 8, 100)
    const load = startLoad({ api: stack.api, merchants, clients: 16, perSecond: 100, tryLimitMs: 40_000 })
    const pids = pidsOf(stack)
    await wait(3_000)
    const checks: Check[] = []

    await stack.database.stop()
    checks.push(...(await lookWhileAway(stack, 'stopped')))
    await stack.database.start()
    const afterStop = await secondsUntilBack(stack, load)

    await wait(10_000) // every connection is in use again
    stack.database.freeze()
    checks.push(...(await lookWhileAway(stack, 'frozen')))
    stack.database.thaw()
    const afterFreeze = await secondsUntilBack(stack, load)

    await load.stop()
    const verdict = await judge(stack, load.accepted)
    const longest = Math.max(afterStop, afterFreeze)
    checks.push(
      check('clients saw nothing but 202, and 503 with Retry-After', onlyUnavailable(load), statusesOf(load)),
      survived(stack, pids),
      check(`back at work within ${backLimitSeconds} s`, longest <= backLimitSeconds, `${longest.toFixed(1)} s`),
    )
    return {
      fault: `PostgreSQL away for ${awaySeconds} s, stopped and then frozen`,
      checks: [...verdict.checks, ...checks],
      figures: { ...verdict.figures, 'back in s': longest.toFixed(1) },
    }
  } finally {
    await stack.close()
  }
}

const onlyUnavailable = ({ refusals, withoutRetryAfter }: Load): boolean =>
  withoutRetryAfter() === 0 && [...refusals.keys()].every(status => status === 503)
const statusesOf = ({ refusals }: Load): string => [...refusals].map(([status, count]) => `${count} × ${status || 'no answer'}`).join(', ')

/** Stays away for its time, and says what web answers meanwhile. */
async function lookWhileAway({ api }: Stack, how: string): Promise<Check[]> {
  const startedAt = performance.now()
  await wait(2_000)
  const health = await request(new URL('/readyz', api.url), { headersTimeout: 40_000 })
  await health.body.dump()
  const list = await request(`${api.url}/app`, { headers: { authorization: `Bearer ${api.key}` }, headersTimeout: 40_000 })
  await list.body.dump()
  await wait(awaySeconds * 1_000 - (performance.now() - startedAt))
  return [
    check(`while it is ${how}, web is not ready`, health.statusCode === 503, health.statusCode),
    check(
      `while it is ${how}, web answers 503 with Retry-After`,
      list.statusCode === 503 && list.headers['retry-after'] !== undefined,
      list.statusCode,
    ),
  ]
}
