import { formatId } from '#server/ids.ts'
import type { Accepted } from '#tests/chaos/load.ts'
import type { Stack } from '#tests/chaos/stack.ts'
import { violations } from '#tests/support/invariant.ts'
import { until } from '#tests/support/until.ts'

export type Check = { name: string; passed: boolean; detail: string }
export type Outcome = { fault: string; checks: Check[]; figures: Record<string, string | number> }

export const check = (name: string, passed: boolean, detail: string | number = ''): Check => ({ name, passed, detail: String(detail) })

const settleLimitMs = 90_000

/** Waits until nothing waits any more, and says whether everything that was accepted has arrived, soundly. */
export async function judge(stack: Stack, accepted: readonly Accepted[]): Promise<{ checks: Check[]; figures: Outcome['figures'] }> {
  const settled = await settle(stack)
  const { deliveries, invalid } = await stack.report()
  const counts = new Map(deliveries.map(([id, count]) => [id, count]))
  const ids = new Set(accepted.map(message => message.id))
  const stored = new Set((await stack.database.query<{ id: string }>('select id from message')).map(({ id }) => formatId('message', id)))
  const broken = await violations({ query: async statement => ({ rows: await stack.database.query(statement) }) })

  const lost = [...ids].filter(id => !counts.has(id)).length
  const missing = [...ids].filter(id => !stored.has(id)).length
  const duplicates = [...counts.values()].reduce((sum, count) => sum + count - 1, 0)
  return {
    checks: [
      check('every accepted message was delivered', lost === 0, `${lost} of ${ids.size} lost`),
      check(
        'every 202 is stored, once',
        missing === 0 && ids.size === accepted.length,
        `${missing} missing, ${ids.size} ids for ${accepted.length} messages`,
      ),
      check('nothing is stored that was not accepted', stored.size === ids.size, `${stored.size} stored`),
      check('every signature is valid', invalid === 0, `${invalid} invalid`),
      check('no delivery waits any more', settled, settled ? '' : `after ${settleLimitMs / 1000} s`),
      check('each waiting delivery has its job, and no other', broken.length === 0, `${broken.length} violations`),
    ],
    figures: { accepted: accepted.length, lost, duplicates },
  }
}

/** Whether all deliveries came to rest. */
async function settle({ database }: Stack): Promise<boolean> {
  const isSettled = async () => {
    const [row] = await database.query<{ waiting: number }>('select count(*)::int as waiting from delivery where state in (0, 1)')
    return row?.waiting === 0
  }
  return until('every delivery has ended', isSettled, settleLimitMs).then(
    () => true,
    () => false,
  )
}
