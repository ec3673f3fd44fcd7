import type { ErrorClass } from '#server/attempts/error-class.ts'
import type { DemoEventType } from '#server/demo/catalogue.ts'
import { receiverUid } from '#server/receiver/endpoint.ts'

/** What an endpoint does with a request. `status` null: there is no answer. `address` null: not even an address. */
export type Answer = {
  status: number | null
  error: ErrorClass | null
  detail: string | null
  address: string | null
  /** Besides those that every answer has. */
  headers: Record<string, string>
  body: string
  /** The middle of how long it takes. */
  ms: number
}

/** Something is wrong for a while, said in minutes before now; `until` 0: it still is. */
export type Trouble = { from: number; until: number; answer: Answer }

export type DemoEndpoint = {
  uid: string
  /** Null: the built-in receiver's. */
  url: string | null
  description: string
  /** Empty: all. */
  eventTypes: DemoEventType[]
  /** Seconds; empty: the environment's. An endpoint that fails now has a short one: its invented deliveries have come to an end. */
  retrySchedule: number[]
  well: Answer
  troubles: Trouble[]
  /** Minutes before now; null: never. */
  secretRotated: number | null
  disabled: number | null
  /** By when what had failed in the incident was replayed. */
  replayed: number | null
  paused: boolean
  /** Days of failing that were warned about. */
  warnedDays: number
}

export type DemoMerchant = {
  uid: string
  name: string
  /** Messages per hour, over day and night. */
  perHour: number
  events: Partial<Record<DemoEventType, number>>
  endpoints: DemoEndpoint[]
}

const hour = 60
const day = 24 * hour

const well = (address: string, ms: number, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  error: null,
  detail: null,
  address,
  headers,
  body: '{"received":true}',
  ms,
})
const fails = (answer: Answer, failure: Partial<Answer>): Answer => ({ ...answer, ...failure })

const endpoint = (given: Pick<DemoEndpoint, 'uid' | 'url' | 'well'> & Partial<DemoEndpoint>): DemoEndpoint => ({
  description: '',
  eventTypes: [],
  retrySchedule: [],
  troubles: [],
  secretRotated: null,
  disabled: null,
  replayed: null,
  paused: false,
  warnedDays: 0,
  ...given,
})

const shop = { 'order.created': 5, 'payment.succeeded': 5, 'order.paid': 4, 'order.fulfilled': 3, 'refund.created': 1, 'payment.failed': 1 }
const quick = [10, 60, 300]

/** The hosting company of two merchants was away for fifty minutes, six days ago. */
const outage = { from: 6 * day + 190, until: 6 * day + 140 }
const away = {
  status: 503,
  error: 'http_5xx',
  headers: { server: 'edge-proxy', 'retry-after': '60' },
  body: 'upstream unavailable',
} as const

const receiver = { url: null, well: well('127.0.0.1', 3) } as const
const storefront = well('203.0.113.24', 84, { server: 'nginx', 'x-release': 'storefront@2.31.0' })
const erp = well('203.0.113.61', 190, { server: 'nginx', 'x-release': 'erp-api@4.18.2' })
const kettle = well('203.0.113.112', 41, { server: 'cloudfront' })
const lumen = well('198.51.100.17', 120, { server: 'Apache' })
const maison = well('198.51.100.88', 66, { server: 'nginx' })
const petal = well('198.51.100.140', 98, { server: 'Caddy' })
const fable = well('192.0.2.45', 150, { server: 'Apache' })

/** Merchants of a company that runs web shops. Names under .example exist nowhere (RFC 2606): nothing is ever sent to anybody. */
export const cast: DemoMerchant[] = [
  {
    uid: 'joes-tshirts',
    name: "Joe's T-Shirts",
    perHour: 6,
    events: shop,
    endpoints: [
      endpoint({ ...receiver, uid: receiverUid, description: 'The built-in receiver: it runs beside Posthorn and verifies signatures' }),
    ],
  },
  {
    uid: 'northwind-outdoor',
    name: 'Northwind Outdoor',
    perHour: 14,
    events: { ...shop, 'inventory.low': 1, 'customer.created': 1, 'order.canceled': 1 },
    endpoints: [
      endpoint({
        uid: 'storefront',
        url: 'https://api.northwind-outdoor.example/webhooks/orders',
        description: 'Storefront',
        well: storefront,
        troubles: [{ ...outage, answer: fails(storefront, away) }],
      }),
      endpoint({
        uid: 'erp',
        url: 'https://erp.northwind-outdoor.example/hooks/posthorn',
        description: 'Warehouse and accounting',
        eventTypes: ['order.paid', 'order.fulfilled', 'refund.created', 'inventory.low'],
        retrySchedule: quick,
        well: erp,
        troubles: [
          {
            from: 3 * hour + 7,
            until: 0,
            answer: fails(erp, {
              status: 500,
              error: 'http_5xx',
              headers: { server: 'nginx', 'x-release': 'erp-api@4.19.0' },
              body: '{"error":"column \\"parcel_count\\" of relation \\"shipments\\" does not exist"}',
              ms: 240,
            }),
          },
        ],
      }),
    ],
  },
  {
    uid: 'kettle-and-co',
    name: 'Kettle & Co',
    perHour: 12,
    events: { ...shop, 'customer.created': 2 },
    endpoints: [
      endpoint({
        uid: 'shop',
        url: 'https://hooks.kettle-and-co.example/commerce',
        description: 'Order system',
        retrySchedule: [30, 300],
        well: kettle,
        troubles: [{ ...outage, answer: fails(kettle, away) }],
        replayed: outage.until - 40,
      }),
    ],
  },
  {
    uid: 'lumen-books',
    name: 'Lumen Books',
    perHour: 0.8,
    events: shop,
    endpoints: [
      endpoint({
        uid: 'orders',
        url: 'https://hooks.lumen-books.example/orders',
        retrySchedule: quick,
        well: lumen,
        troubles: [
          {
            from: 26 * hour,
            until: 0,
            answer: fails(lumen, {
              status: null,
              error: 'dns_not_found',
              detail: 'the host name does not exist',
              address: null,
              body: '',
              ms: 31,
            }),
          },
        ],
        warnedDays: 1,
      }),
    ],
  },
  {
    uid: 'maison-verte',
    name: 'Maison Verte',
    perHour: 1.2,
    events: shop,
    endpoints: [
      endpoint({
        uid: 'webhooks',
        url: 'https://maison-verte.example/api/webhooks',
        retrySchedule: quick,
        well: maison,
        troubles: [
          {
            from: 5 * hour,
            until: 0,
            answer: fails(maison, { status: 401, error: 'http_401_403', body: '{"error":"signature does not match"}', ms: 38 }),
          },
        ],
        secretRotated: 5 * hour + 1,
      }),
    ],
  },
  {
    uid: 'petal-post',
    name: 'Petal Post',
    perHour: 0.9,
    events: { ...shop, 'order.canceled': 1 },
    endpoints: [
      endpoint({
        uid: 'orders',
        url: 'https://petal-post.example/hooks/orders',
        retrySchedule: quick,
        well: petal,
        troubles: [
          {
            from: 9 * hour,
            until: 0,
            answer: fails(petal, { status: null, error: 'tls_expired', detail: 'the certificate has expired', body: '', ms: 52 }),
          },
        ],
      }),
    ],
  },
  {
    uid: 'fable-toys',
    name: 'Fable Toys',
    perHour: 0.7,
    events: shop,
    endpoints: [
      endpoint({
        uid: 'legacy',
        url: 'https://fable-toys.example/legacy/webhooks',
        description: 'Old shop, until the move',
        retrySchedule: quick,
        well: fable,
        troubles: [
          {
            from: 9 * day,
            until: 0,
            answer: fails(fable, { status: 404, error: 'http_404', body: '<html><title>Not Found</title></html>', ms: 70 }),
          },
        ],
        disabled: 4 * day,
      }),
    ],
  },
  {
    uid: 'harbor-and-finch',
    name: 'Harbor & Finch',
    perHour: 1.5,
    events: shop,
    endpoints: [
      endpoint({
        ...receiver,
        uid: receiverUid,
        description: 'Paused while they move their servers. Resume it: the built-in receiver gets what waits',
        paused: true,
      }),
    ],
  },
]
