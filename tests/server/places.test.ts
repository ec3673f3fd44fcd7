import { expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { formatKey } from '#server/deliveries/key.ts'
import { formatId } from '#server/ids.ts'
import { findPlaces } from '#server/places/queries.ts'
import { createReplay } from '#server/replays/mutations.ts'
import { ReplayIn } from '#server/replays/schema.ts'
import { become } from '#tests/support/past.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'

/** A merchant with one of everything that has an id, and those ids. */
async function seedAll() {
  const shop = await seedMerchant()
  await prisma.application.update({ where: { id: shop.applicationId }, data: { name: 'Joe_s T-Shirts' } })
  const endpointId = await shop.addEndpoint('https://hooks.example.com/a%b', { eventTypes: ['order.paid'] })
  const { id } = await shop.post({ eventId: 'order-77' })
  await become([id], 'failed', { attempt: { status: 500, error: 'http_5xx' } })
  const { rows } = await pool.query<{ id: string }>('select id from attempt where message_id = $1', [id])
  const replay = await createReplay(
    shop.context,
    { application: shop.uid },
    ReplayIn.parse({ endpointId: formatId('endpoint', endpointId) }),
    prisma,
  )
  return {
    shop,
    endpointId,
    application: formatId('application', shop.applicationId),
    endpoint: formatId('endpoint', endpointId),
    message: formatId('message', id),
    delivery: formatKey({ message_id: id, endpoint_id: endpointId }),
    attempt: formatId('attempt', rows[0]!.id),
    replay: replay.id,
  }
}

const find = ({ context }: Merchant, text: string) => findPlaces(context, { text })
const kinds = async (shop: Merchant, text: string) => (await find(shop, text)).map(({ kind }) => kind)

test('finds each thing by its id, and says where its page is', async () => {
  const { shop, ...ids } = await seedAll()
  const { application, endpoint, message, delivery, attempt, replay } = ids
  const at = { message, endpoint, eventType: 'order.paid', url: 'https://hooks.example.com/a%b' }
  expect(await find(shop, application)).toEqual([{ kind: 'application', id: application, name: 'Joe_s T-Shirts' }])
  expect(await find(shop, endpoint)).toEqual([
    { kind: 'endpoint', id: endpoint, url: at.url, application: { id: application, name: 'Joe_s T-Shirts' } },
  ])
  expect(await find(shop, message)).toEqual([{ kind: 'message', id: message, eventType: 'order.paid', application: 'Joe_s T-Shirts' }])
  expect(await find(shop, delivery)).toEqual([{ kind: 'delivery', ...at }])
  expect(await find(shop, attempt)).toEqual([{ kind: 'attempt', number: 1, ...at }])
  expect(await find(shop, replay)).toEqual([{ kind: 'replay', id: replay, application: 'Joe_s T-Shirts' }])
})

test('finds by uid, by event id, and by words in any order and anywhere in a name or a URL', async () => {
  const { shop } = await seedAll()
  expect(await kinds(shop, shop.uid)).toEqual(['application'])
  expect(await kinds(shop, 'order-77')).toEqual(['message'])
  expect(await kinds(shop, 'shirts')).toEqual(['application', 'endpoint'])
  expect(await kinds(shop, 'T-SHIRTS joe_')).toEqual(['application', 'endpoint'])
  expect(await kinds(shop, 'joe https://HOOKS.example.com/A%B')).toEqual(['endpoint'])
  expect(await find(shop, 'paid ord')).toEqual([{ kind: 'eventType', name: 'order.paid' }])
  for (const text of ['joe%', 'jo_', 'hooks_', '\\']) expect(await kinds(shop, text)).toEqual([])
})

test('finds nothing of another environment', async () => {
  const { shop, endpointId, ...ids } = await seedAll()
  const mine = await seedMerchant()
  for (const text of [...Object.values(ids), shop.uid, 'order-77', 'shirts', 'hooks', 'order.paid'])
    expect(await kinds(mine, text)).toEqual([])
})

test('of what was deleted only what happened is found', async () => {
  const { shop, endpointId, application, endpoint, message, delivery, attempt } = await seedAll()
  await prisma.endpoint.update({ where: { id: endpointId }, data: { deletedAt: new Date() } })
  expect([await kinds(shop, endpoint), await kinds(shop, 'hooks')]).toEqual([[], []])
  expect([await kinds(shop, delivery), await kinds(shop, attempt)]).toEqual([['delivery'], ['attempt']])
  await prisma.application.update({ where: { id: shop.applicationId }, data: { deletedAt: new Date() } })
  expect([await kinds(shop, application), await kinds(shop, shop.uid), await kinds(shop, 'shirts')]).toEqual([[], [], []])
  expect(await kinds(shop, message)).toEqual(['message'])
})
