import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { request } from 'undici'
import { startLoad } from '#tests/chaos/load.ts'
import type { Program } from '#tests/chaos/program.ts'
import { addMerchants, type Stack, startStack } from '#tests/chaos/stack.ts'
import { check, judge, type Outcome } from '#tests/chaos/verdict.ts'
import { until } from '#tests/support/until.ts'

const takeOverLimitSeconds = 15

/** kill -9 of one of two workers, again and again, while it has hundreds in flight. */
export async function workerKilled(short: boolean): Promise<Outcome> {
  const kills = short ? 3 : 20
  const stack = await startStack({ workers: 2 })
  try {
    const merchants = await addMerchants(stack, 20, 1_000)
    const silence = await watchSilence(stack)
    const load = startLoad({ api: stack.api, merchants, clients: 32, perSecond: short ? 150 : 300 })
    for (let kill = 0; kill < kills; kill++) {
      const victim = stack.workers[kill % 2]!
      await until('it has work in flight', async () => (await inFlight(victim)) >= (short ? 30 : 100), 20_000)
      await victim.kill()
      await victim.start()
      await wait(5_000) // the other one's turn comes when this one has work again
    }
    await load.stop()
    const verdict = await judge(stack, load.accepted)
    const { longest, takenOver } = await silence.stop()
    const duplicates = Number(verdict.figures.duplicates)
    return {
      fault: `kill -9 of a worker, ${kills} times`,
      checks: [
        ...verdict.checks,
        check('taken over within 15 s', longest <= takeOverLimitSeconds, `${longest.toFixed(1)} s`),
        check('no more duplicates than were in flight', duplicates <= takenOver, `${duplicates} of ${takenOver}`),
      ],
      figures: { ...verdict.figures, 'in flight': takenOver, 'taken over in s': longest.toFixed(1) },
    }
  } finally {
    await stack.close()
  }
}

async function inFlight(worker: Program): Promise<number> {
  const { body } = await request(`http://127.0.0.1:${worker.ready().healthPort}/metrics`)
  return Number(/^posthorn_worker_in_flight (\d+)$/m.exec(await body.text())?.[1])
}

/** A job whose worker lives is touched every two seconds; one that has not been for so long was in flight in a worker that died. */
const deadSeconds = 6

/** The longest that a claimed job went from its worker's last sign to its next claim, in seconds, and how many claims died with a worker. */
async function watchSilence({ database }: Stack): Promise<{ stop: () => Promise<{ longest: number; takenOver: number }> }> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const dead = new Set<string>()
  let longest = 0
  let stopped = false
  const look = async () => {
    const { rows } = await client.query<{ claim: string; seconds: number }>(
      `select id || ' ' || retry_count as claim, extract(epoch from now() - heartbeat_on)::float8 as seconds
       from pgboss.job where (state = 'active' or data ? 'r') and group_id is not null and heartbeat_on < now() - interval '2 s'`,
    )
    for (const { claim, seconds } of rows) {
      longest = Math.max(longest, seconds)
      if (seconds > deadSeconds) dead.add(claim)
    }
  }
  const watching = (async () => {
    while (!stopped) {
      await look()
      await wait(200)
    }
    await client.end()
  })()
  return {
    stop: async () => {
      stopped = true
      await watching
      return { longest, takenOver: dead.size }
    },
  }
}
