import { setTimeout as wait } from 'node:timers/promises'
import { reasonName, stateName } from '#server/deliveries/state.ts'
import { parseId } from '#server/ids.ts'
import { type Accepted, startLoad } from '#tests/chaos/load.ts'
import { poisonWord } from '#tests/chaos/poison-word.ts'
import { addMerchants, type Report, type Stack, startStack } from '#tests/chaos/stack.ts'
import { check, judge, type Outcome } from '#tests/chaos/verdict.ts'
import { until } from '#tests/support/until.ts'

const takeOverLimitSeconds = 15
const endLimitMs = 120_000

/** A payload that kills every worker that handles it, while others post. */
export async function poisonPayload(): Promise<Outcome> {
  const stack = await startStack({ workers: 2, preload: './tests/chaos/poison.ts' })
  try {
    const deaths = restartWorkers(stack)
    const merchants = await addMerchants(stack, 10, 200)
    const [victim] = await addMerchants(stack, 1, 200)
    const load = startLoad({ api: stack.api, merchants, clients: 8, perSecond: 40 })
    await wait(2_000)
    const poisoned = startLoad({
      api: stack.api,
      merchants: [victim!],
      clients: 1,
      perSecond: 1,
      limit: 1,
      payload: () => ({ word: poisonWord }),
    })
    await until('the poison is accepted', () => poisoned.accepted[0])
    const { id } = poisoned.accepted[0]!
    await until('it is given up', async () => (await deliveryOf(stack, id))?.state === 'failed', endLimitMs)
    const tries = deaths()
    const ending = await deliveryOf(stack, id)
    await Promise.all([load.stop(), poisoned.stop()])

    const verdict = await judge(stack, load.accepted)
    const delays = delaysOf(load.accepted, await stack.report())
    const longest = delays.at(-1) ?? 0
    return {
      fault: 'a payload that kills its worker',
      checks: [
        // Stored, accepted and never delivered, which is what is meant to become of it.
        ...verdict.checks.filter(({ name }) => name !== 'nothing is stored that was not accepted'),
        check('five tries', tries === 5, `${tries} workers died`),
        check('failed, and says why', ending?.reason === 'internal' && ending.attempts === 1, JSON.stringify(ending)),
        check('nobody else waited for longer than a take-over', longest <= takeOverLimitSeconds, `${longest.toFixed(1)} s`),
      ],
      figures: { ...verdict.figures, 'longest delay in s': longest.toFixed(1) },
    }
  } finally {
    await stack.close()
  }
}

/** As their supervisor does. Returns how to count their deaths. */
function restartWorkers({ workers }: Stack): () => number {
  let deaths = 0
  for (const worker of workers)
    worker.onDeath(async () => {
      deaths++
      await wait(500)
      await worker.start()
    })
  return () => deaths
}

async function deliveryOf(
  { database }: Stack,
  id: string,
): Promise<{ state: string; reason: string | null; attempts: number } | undefined> {
  const [row] = await database.query<{ state: number; reason: number | null; attempt_count: number }>(
    'select state, reason, attempt_count from delivery where message_id = $1',
    [parseId('message', id)],
  )
  return row && { state: stateName(row.state), reason: reasonName(row.reason), attempts: row.attempt_count }
}

/** Seconds from each message's acceptance to its first arrival, the longest last. */
function delaysOf(accepted: readonly Accepted[], { deliveries }: Report): number[] {
  const firstAt = new Map(deliveries.map(([id, , at]) => [id, at]))
  return accepted.map(({ id, acceptedAt }) => ((firstAt.get(id) ?? Number.POSITIVE_INFINITY) - acceptedAt) / 1_000).sort((a, b) => a - b)
}
