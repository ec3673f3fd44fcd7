import type { Chance } from '#server/demo/chance.ts'

/** An event type of the demo's company, which runs web shops for merchants. `subject`: what its id names, as in `order-10482-paid`. */
type DemoEvent = { description: string; group: string; subject: string; data: (chance: Chance, number: number) => Record<string, unknown> }

const products = [
  { sku: 'TEE-NAVY-M', name: 'Navy T-shirt, M', unit_price: 2900 },
  { sku: 'MUG-ENAMEL', name: 'Enamel mug', unit_price: 1850 },
  { sku: 'TOTE-CANVAS', name: 'Canvas tote bag', unit_price: 2400 },
  { sku: 'NOTEBOOK-A5', name: 'Notebook, A5', unit_price: 1290 },
  { sku: 'BLANKET-WOOL', name: 'Wool blanket', unit_price: 8900 },
  { sku: 'CANDLE-FIG', name: 'Fig candle', unit_price: 3200 },
] as const
const countries = ['DE', 'FR', 'NL', 'GB', 'US', 'SE', 'AT', 'ES'] as const
const carriers = ['DHL', 'UPS', 'DPD', 'PostNL'] as const

function order(chance: Chance, number: number) {
  const { sku, name, unit_price } = chance.pick(products)
  const quantity = chance.between(1, 3)
  const shipping = chance.pick([0, 390, 590])
  return {
    id: `ord_${number}`,
    customer: { id: `cus_${chance.between(1_000, 9_999)}`, country: chance.pick(countries) },
    items: [{ sku, name, quantity, unit_price }],
    currency: 'EUR',
    shipping,
    total: quantity * unit_price + shipping,
  }
}

const payment = (chance: Chance, number: number) => ({
  id: `pay_${number}`,
  order_id: `ord_${number}`,
  amount: chance.between(12, 240) * 100 + 90,
  currency: 'EUR',
  method: chance.pick(['card', 'card', 'card', 'paypal', 'sepa_debit']),
})

export const demoEvents = {
  'order.created': { description: 'A customer has placed an order.', group: 'orders', subject: 'order', data: order },
  'order.paid': {
    description: 'The order is paid in full and may be shipped.',
    group: 'orders',
    subject: 'order',
    data: (chance, number) => ({ ...order(chance, number), payment_id: `pay_${number}` }),
  },
  'order.fulfilled': {
    description: 'The parcel has been handed to the carrier.',
    group: 'orders',
    subject: 'order',
    data: (chance, number) => ({
      id: `ord_${number}`,
      carrier: chance.pick(carriers),
      tracking_number: chance.hex(7).toUpperCase(),
      parcels: chance.between(1, 2),
    }),
  },
  'order.canceled': {
    description: 'The order was canceled before it was shipped.',
    group: 'orders',
    subject: 'order',
    data: (chance, number) => ({ id: `ord_${number}`, reason: chance.pick(['by_customer', 'out_of_stock', 'payment_failed']) }),
  },
  'payment.succeeded': { description: 'The customer has paid.', group: 'payments', subject: 'payment', data: payment },
  'payment.failed': {
    description: 'The payment was declined.',
    group: 'payments',
    subject: 'payment',
    data: (chance, number) => ({
      ...payment(chance, number),
      decline_code: chance.pick(['insufficient_funds', 'expired_card', 'do_not_honor']),
    }),
  },
  'refund.created': {
    description: 'Money goes back to the customer.',
    group: 'payments',
    subject: 'refund',
    data: (chance, number) => ({ id: `ref_${number}`, payment_id: `pay_${number}`, amount: chance.between(10, 90) * 100, currency: 'EUR' }),
  },
  'customer.created': {
    description: 'Somebody has opened an account in the shop.',
    group: 'customers',
    subject: 'customer',
    data: (chance, number) => ({ id: `cus_${number}`, country: chance.pick(countries), accepts_marketing: chance.share() < 0.3 }),
  },
  'inventory.low': {
    description: 'Fewer of a product are left than the shop wants to keep.',
    group: 'inventory',
    subject: 'stock',
    data: (chance, number) => ({ id: `stk_${number}`, sku: chance.pick(products).sku, left: chance.between(0, 9), threshold: 10 }),
  },
} as const satisfies Record<string, DemoEvent>

export type DemoEventType = keyof typeof demoEvents

/** The payload as the company's back end would post it. */
export const writePayload = (type: DemoEventType, at: Date, chance: Chance, number: number): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data: demoEvents[type].data(chance, number) })

/** `order-10482-paid`: one for each event of a merchant, whose numbers are used once. */
export const eventIdOf = (type: DemoEventType, number: number): string => `${demoEvents[type].subject}-${number}-${type.split('.')[1]}`

/** A JSON Schema that its example follows: every property there is, of the type that it has. */
export const schemaOf = (example: string): Record<string, unknown> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...describeShape(JSON.parse(example)),
  examples: [JSON.parse(example)],
})

function describeShape(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return { type: 'array', items: describeShape(value[0]) }
  if (typeof value === 'number') return { type: 'integer' }
  if (typeof value !== 'object' || value === null) return { type: typeof value }
  const properties = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, describeShape(part)]))
  return { type: 'object', properties, required: Object.keys(properties) }
}
