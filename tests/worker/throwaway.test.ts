import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { makeOperational } from '#server/auth/operational.ts'
import { pool, prisma } from '#server/db.ts'
import { createEndpoint } from '#server/endpoints/mutations.ts'
import { listEndpoints } from '#server/endpoints/queries.ts'
import { EndpointIn, EndpointList } from '#server/endpoints/schema.ts'
import { formatId, parseId } from '#server/ids.ts'
import { getMessage } from '#server/messages/detail.ts'
import { resendEdited } from '#server/messages/resend-edited.ts'
import { here, setUpHandWorker } from '#tests/support/hand-worker.ts'
import type { Script } from '#tests/support/receiver.ts'
import { attemptsOf, deliveriesOf, seedMerchant } from '#tests/support/seed.ts'

setUpHandWorker()

/** A shop with an endpoint, somebody who listens to its operational events, and an address that is nobody's endpoint. */
async function seed(script: Script = {}) {
  const shop = await seedMerchant()
  const endpoint = await shop.addEndpoint('http://127.0.0.1:9/', { uid: 'hook', headers: { 'x-shop': 'joe' }, disabled: true })
  const { context, application } = await makeOperational(shop.context, prisma)
  await createEndpoint(context, application, EndpointIn.parse({ url: 'http://127.0.0.1:9/operational' }), prisma)
  const original = formatId('message', (await shop.post({ payload: Buffer.from('{"a":1}') })).id)
  const elsewhere = here.receiver.inbox(script)
  const resend = (url: string | null, payload = '{"a":2}') =>
    resendEdited(shop.context, { application: shop.uid, message: original, endpoint: 'hook', payload, url })
  const told = async () =>
    (
      await pool.query(
        `select m.event_type from message m join application a on a.id = m.application_id where a.internal and a.environment_id = $1`,
        [shop.context.environmentId],
      )
    ).rows
  return { shop, endpoint, original, elsewhere, resend, told }
}

const audited = async (message: string) =>
  (
    await pool.query<{ action: string; after: Record<string, string> }>('select action, after from audit_entry where target_id = $1', [
      parseId('message', message),
    ])
  ).rows

describe('another address', () => {
  test('gets the message once, without the endpoint’s headers, signed with a secret of its own', async () => {
    const { shop, original, elsewhere, resend } = await seed()
    const { id, endpoint, secret } = await resend(elsewhere.url)
    await here.worker.work('deliver')
    const [request] = elsewhere.received
    expect(new Webhook(secret!).verify(request!.body.toString(), request!.headers as Record<string, string>)).toEqual({ a: 2 })
    expect(request!.headers).toMatchObject({ 'webhook-id': id, 'webhook-synthetic': 'true' })
    expect(request!.headers).not.toHaveProperty('x-shop')
    expect(await getMessage(shop.context, { message: id })).toMatchObject({
      editedFrom: original,
      deliveries: [
        { endpoint: { id: endpoint, url: elsewhere.url, deleted: false, throwaway: true }, state: 'delivered', attemptCount: 1 },
      ],
    })
    expect(await audited(original)).toEqual([
      { action: 'delivery.resend_edited', after: { url: elsewhere.url, message_id: parseId('message', id) } },
    ])
  })

  test.each<[string, Script]>([
    ['fails', { status: 500 }],
    ['is gone', { status: 410 }],
    ['asks to be disabled', { status: 500, headers: { 'webhook-delivery': 'disable' } }],
  ])('that %s is not tried again, and nobody is told', async (_, script) => {
    const { shop, elsewhere, resend, told } = await seed(script)
    const before = await told()
    const { id } = await resend(elsewhere.url)
    await here.worker.work('deliver')
    const messageId = parseId('message', id)!
    expect(await deliveriesOf(messageId)).toMatchObject([{ state: 3, attempt_count: 1, job_id: null, next_attempt_at: null }])
    expect(await attemptsOf(messageId)).toHaveLength(1)
    expect(await told()).toEqual(before)
    const { data } = await listEndpoints(shop.context, shop.uid, EndpointList.parse({}))
    expect(data.map(({ uid }) => uid)).toEqual(['hook'])
  })

  test('subscribes to nothing', async () => {
    const { shop, endpoint, elsewhere, resend } = await seed()
    await resend(elsewhere.url)
    await here.worker.work('deliver')
    const { id } = await shop.post()
    expect((await deliveriesOf(id)).map(row => row.endpoint_id)).toEqual([endpoint])
  })

  test('keeps its credentials sealed, and out of the audit log', async () => {
    const { shop, original, resend } = await seed()
    const { endpoint } = await resend('https://user:s3cr3t@example.com/hook')
    const { rows } = await pool.query('select * from endpoint where id = $1', [parseId('endpoint', endpoint)])
    expect(rows).toMatchObject([{ url: 'https://example.com/hook', throwaway: true, application_id: shop.applicationId }])
    expect(rows[0].credentials).toMatch(/^[0-9a-f]{8}\./)
    expect(JSON.stringify([rows, await audited(original)])).not.toContain('s3cr3t')
    await pool.query('delete from pgboss.job')
    await pool.query('delete from delivery')
  })

  test.each([
    ['a private address', 'https://10.0.0.1/', /the host is a private address/],
    ['credentials in the clear', 'http://user:s3cr3t@127.0.0.1/', /over https only/],
    ['no address', 'nonsense', /refused/],
  ])('that is %s is refused, and nothing is sent', async (_, url, reason) => {
    const { original, resend } = await seed()
    await expect(resend(url)).rejects.toThrow(reason)
    expect(await audited(original)).toEqual([])
  })

  test('needs no endpoint that is enabled, as the endpoint itself does', async () => {
    const { resend } = await seed()
    await expect(resend(null)).rejects.toMatchObject({ code: 'conflict' })
  })
})
