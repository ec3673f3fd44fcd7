import { beforeEach, expect } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { deliveryStates } from '#server/deliveries/state.ts'
import { formatId, parseId } from '#server/ids.ts'
import { cancelReplay, createReplay } from '#server/replays/mutations.ts'
import { getReplay } from '#server/replays/queries.ts'
import { ReplayIn, type ReplayOut } from '#server/replays/schema.ts'
import { moveClock } from '#tests/support/clock.ts'
import { here as driven, setUpHandWorker } from '#tests/support/hand-worker.ts'
import { violations } from '#tests/support/invariant.ts'
import { become } from '#tests/support/past.ts'
import type { Inbox } from '#tests/support/receiver.ts'
import { deliveriesOf, type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { stepReplay } from '#worker/replays/step.ts'

/** A merchant with one endpoint, made for each test, and a worker that is driven by hand. */
export const here = driven as typeof driven & { inbox: Inbox; shop: Merchant; endpoint: string }

/** For the tests of one file. */
export function setUpReplays(): void {
  setUpHandWorker()
  beforeEach(async () => {
    here.inbox = here.receiver.inbox()
    here.shop = await seedMerchant()
    here.endpoint = await here.shop.addEndpoint(here.inbox.url, { uid: 'hook' })
  })
}

/** Messages whose deliveries came to this long ago, oldest first. */
export async function post(count: number, state: 'failed' | 'retrying' | 'delivered' | 'canceled' = 'failed'): Promise<string[]> {
  const ids = (await Promise.all(Array.from({ length: count }, () => here.shop.post()))).map(({ id }) => id).sort()
  await become(ids, state)
  return ids
}

/** Of the endpoint, at once and without a canary unless it is said. Returns the database id. */
export async function replay(input: Partial<typeof ReplayIn._input> = {}): Promise<string> {
  const parsed = ReplayIn.parse({ endpointId: 'hook', canary: false, rate: 1_000, ...input })
  return parseId('replay', (await createReplay(here.shop.context, { application: here.shop.uid }, parsed, prisma)).id)!
}

const path = (id: string) => ({ application: here.shop.uid, replay: formatId('replay', id) })
export const read = (id: string): Promise<ReplayOut> => getReplay(here.shop.context, path(id))
export const cancel = (id: string): Promise<ReplayOut> => cancelReplay(here.shop.context, path(id))

/** A step of the engine a second later, so that the pace has something to give. */
export async function step(id: string) {
  await moveClock(1)
  return stepReplay(id)
}

/** Steps, and delivers what they admit, until the replay is over; the invariant is proved after each. */
export async function runToEnd(id: string): Promise<ReplayOut> {
  for (let steps = 0; steps < 100; steps++) {
    const stepped = await step(id)
    expect(await violations(pool)).toEqual([])
    if (stepped === null) return read(id)
    await here.worker.work('replay')
  }
  throw new Error('the replay does not end')
}

export const stateOf = async (messageId: string) => deliveryStates[(await deliveriesOf(messageId))[0]!.state]
export const sentIds = () => here.inbox.received.map(({ headers }) => parseId('message', String(headers['webhook-id'])))
