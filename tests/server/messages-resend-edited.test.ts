import { expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { patchEndpoint } from '#server/endpoints/mutations.ts'
import { EndpointPatch } from '#server/endpoints/schema.ts'
import { formatId, parseId } from '#server/ids.ts'
import { getMessage, getPayload } from '#server/messages/detail.ts'
import { resendEdited } from '#server/messages/resend-edited.ts'
import { deliveriesOf, seedMerchant } from '#tests/support/seed.ts'

async function seed() {
  const shop = await seedMerchant()
  const endpoint = formatId('endpoint', await shop.addEndpoint('http://127.0.0.1:9/1', { uid: 'one' }))
  await shop.addEndpoint('http://127.0.0.1:9/2')
  const post = async (message: Parameters<typeof shop.post>[0] = {}) => formatId('message', (await shop.post(message)).id)
  const resend = (message: string, payload: string) =>
    resendEdited(shop.context, { application: shop.uid, message, endpoint, payload, url: null })
  return { shop, endpoint, post, resend }
}

test('an edited resend is a message of its own, for one endpoint, and leaves the original alone', async () => {
  const { shop, endpoint, post, resend } = await seed()
  const original = await post({ eventId: 'order-1', channels: ['a'], tags: ['t'], payload: Buffer.from('{"a":1}') })
  const { id, secret } = await resend(original, '{ "a": 12345678901234567890 }')
  expect(secret).toBeNull()
  const edited = await getMessage(shop.context, { message: id })
  expect(edited).toMatchObject({ editedFrom: original, eventId: null, eventType: 'order.paid', channels: ['a'], tags: ['t'] })
  expect(edited.deliveries.map(delivery => delivery.endpoint.id)).toEqual([endpoint])
  expect(await getPayload(shop.context, { message: id })).toMatchObject({ text: '{ "a": 12345678901234567890 }' })
  expect(await getMessage(shop.context, { message: original })).toMatchObject({ editedFrom: null })
  expect(await getPayload(shop.context, { message: original })).toMatchObject({ text: '{"a":1}' })
  const [delivery] = await deliveriesOf(parseId('message', id)!)
  expect((await pool.query('select 1 from pgboss.job where id = $1', [delivery!.job_id])).rowCount).toBe(1)
  const { rows } = await pool.query(`select action from audit_entry where target_id = $1`, [parseId('message', original)])
  expect(rows).toEqual([{ action: 'delivery.resend_edited' }])
})

test.each([
  ['not JSON', '{"a":', /not valid JSON/],
  ['no object', '[1]', /must be a JSON object/],
  ['half a character', '{"a":"\ud800"}', /half of a surrogate pair/],
  ['more than may be posted', JSON.stringify({ a: 'x'.repeat(1024 * 1024) }), /at most 1048576 bytes/],
])('%s is refused', async (_, payload, reason) => {
  const { post, resend } = await seed()
  await expect(resend(await post(), payload)).rejects.toThrow(reason)
})

test('text that was not JSON need not become it', async () => {
  const { shop, post, resend } = await seed()
  const { id } = await resend(await post({ payload: Buffer.from('a=1'), contentType: 'application/x-www-form-urlencoded' }), 'a=2')
  expect(await getPayload(shop.context, { message: id })).toMatchObject({ text: 'a=2' })
})

test('nothing is sent to an endpoint that is disabled, nor another’s message', async () => {
  const { shop, post, resend } = await seed()
  const message = await post()
  const stranger = await seed()
  await expect(stranger.resend(message, '{}')).rejects.toMatchObject({ code: 'not_found' })
  await patchEndpoint(shop.context, { application: shop.uid, endpoint: 'one' }, EndpointPatch.parse({ disabled: true }), prisma)
  await expect(resend(message, '{}')).rejects.toMatchObject({ code: 'conflict' })
})
