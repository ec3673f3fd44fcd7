import { createTenant, type Tenant } from '#tests/e2e/support/fixtures.ts'
import type { Receiver } from '#tests/support/receiver.ts'

/** A day at Example Pay: every state there is, so that the screens can be looked at. */
export async function tellStory(receiver: Receiver): Promise<{ tenant: Tenant; failing: string }> {
  const tenant = await createTenant('Example Pay')
  const shops = [
    { uid: 'joes-tshirts', name: "Joe's T-Shirts" },
    { uid: 'north-lake-coffee', name: 'North Lake Coffee' },
    { uid: 'little-owl-toys', name: 'Little Owl Toys' },
    { uid: 'harbor-books', name: 'Harbor Books' },
  ]
  for (const shop of shops) await tenant.api('POST', '/app', shop)
  for (const name of ['payment.succeeded', 'payment.failed', 'refund.succeeded', 'dispute.opened'])
    await tenant.api('POST', '/event-type', { name, description: name })

  const healthy = receiver.inbox({ status: 202, body: 'accepted' })
  const broken = receiver.inbox({
    status: 500,
    headers: { 'content-type': 'application/json', server: 'nginx', 'x-release': '2026-11-19.2', 'x-request-id': '7f3a9c51' },
    body: '{"error":"column orders_v2.currency does not exist"}',
  })
  const refusing = receiver.inbox({ status: 400, headers: { 'webhook-delivery': 'abort-message' }, body: 'unknown order' })
  const addEndpoint = (app: string, url: string, more: object = {}) => tenant.api('POST', `/app/${app}/endpoint`, { url, ...more })
  await addEndpoint('joes-tshirts', broken.url, { headers: { 'x-shop': 'joe' } })
  await addEndpoint('joes-tshirts', healthy.url)
  await addEndpoint('north-lake-coffee', healthy.url)
  await addEndpoint('little-owl-toys', healthy.url, { disabled: true })
  await addEndpoint('harbor-books', refusing.url)

  const post = (app: string, eventType: string, id: string) =>
    tenant.api('POST', `/app/${app}/msg`, { eventType, eventId: id, payload: payload(eventType, id) })
  for (let number = 0; number < 36; number++) {
    const eventType = number % 7 === 3 ? 'refund.succeeded' : number % 11 === 5 ? 'payment.failed' : 'payment.succeeded'
    const prefix = eventType === 'refund.succeeded' ? 'ref' : 'pay'
    const app =
      number % 3 === 0 ? 'joes-tshirts' : number % 13 === 8 ? 'little-owl-toys' : number % 13 === 10 ? 'harbor-books' : 'north-lake-coffee'
    await post(app, eventType, `${prefix}_${13_400 + number}`)
  }
  const { id } = await post('joes-tshirts', 'payment.succeeded', 'pay_13443')
  await broken.arrived(13)
  return { tenant, failing: id }
}

const payload = (type: string, id: string) => ({
  type,
  timestamp: '2026-11-19T16:39:55.733Z',
  data: {
    id,
    order_id: '8411',
    amount: 5800,
    currency: 'USD',
    status: 'succeeded',
    method: 'card',
    customer: { id: 'cus_481', country: 'US' },
    items: [{ sku: 'tee-navy-m', quantity: 1 }],
  },
})

/** The address of one of a tenant's sections. */
export const sectionOf = ({ path }: Pick<Tenant, 'path'>, section: string): string => path.replace(/[^/]+$/, section)
