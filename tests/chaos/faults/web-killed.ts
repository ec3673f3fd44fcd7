import { setTimeout as wait } from 'node:timers/promises'
import { startLoad } from '#tests/chaos/load.ts'
import { addMerchants, startStack } from '#tests/chaos/stack.ts'
import { check, judge, type Outcome } from '#tests/chaos/verdict.ts'

/** kill -9 of web while 64 clients post, each trying again with the same idempotency key until it has its 202. */
export async function webKilled(short: boolean): Promise<Outcome> {
  const kills = short ? 2 : 10
  const stack = await startStack({ workers: 1 })
  try {
    const merchants = await addMerchants(stack, 8, 20)
    const load = startLoad({ api: stack.api, merchants, clients: 64, perSecond: short ? 200 : 500 })
    for (let kill = 0; kill < kills; kill++) {
      await wait(2_000)
      await stack.web.kill()
      await stack.web.start()
    }
    await wait(1_000)
    await load.stop()
    const verdict = await judge(stack, load.accepted)
    const repeated = load.accepted.filter(message => message.tries > 1).length
    return {
      fault: `kill -9 of web, ${kills} times`,
      checks: [...verdict.checks, check('clients had to try again', repeated > 0, `${repeated} messages`)],
      figures: { ...verdict.figures, 'tried again': repeated },
    }
  } finally {
    await stack.close()
  }
}
