import { countMs, pageMs, type Read } from '#bench/reader/reads.ts'
import type { Sample } from '#bench/reader/samples.ts'
import { app } from '#server/rest/app.ts'

/** A request of the API, in this process. @throws when it is not answered well */
export async function request<Out>(token: string, method: string, path: string, body?: unknown): Promise<Out> {
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`)
  return JSON.parse(text) as Out
}

const addresses: [what: string, path: (sample: Sample) => string, of?: 'failed'][] = [
  ['applications', () => '/app'],
  ['applications without a disabled endpoint', () => '/app?exclude_apps_with_disabled_endpoints=true'],
  ['endpoints', ({ application }) => `/app/${application}/endpoint`],
  ['messages', ({ application }) => `/app/${application}/msg`],
  ['messages: deep', ({ application, message }) => `/app/${application}/msg?iterator=${message}`],
  ['messages: deep, backwards', ({ application, message }) => `/app/${application}/msg?iterator=-${message}`],
  ['messages: one event type', ({ application, eventType }) => `/app/${application}/msg?event_types=${eventType}`],
  ['messages: one channel', ({ application }) => `/app/${application}/msg?channel=project-5`],
  ['messages: one tag', ({ application }) => `/app/${application}/msg?tag=batch-7`],
  ['messages: a tag that nobody uses', ({ application }) => `/app/${application}/msg?tag=none`],
  ['message', ({ application, message }) => `/app/${application}/msg/${message}`],
  ['message: by eventId', ({ application, eventId }) => `/app/${application}/msg/${eventId}`],
  ['attempts of an endpoint', ({ application, endpoint }) => `/app/${application}/attempt/endpoint/${endpoint}`],
  [
    'attempts of an endpoint: deep',
    ({ application, endpoint, attempt }) => `/app/${application}/attempt/endpoint/${endpoint}?iterator=${attempt}`,
  ],
  [
    'attempts of an endpoint: deep, backwards',
    ({ application, endpoint, attempt }) => `/app/${application}/attempt/endpoint/${endpoint}?iterator=-${attempt}`,
  ],
  ['attempts of an endpoint: failed', ({ application, endpoint }) => `/app/${application}/attempt/endpoint/${endpoint}?status=2`],
  [
    'attempts of an endpoint: answered 5xx',
    ({ application, endpoint }) => `/app/${application}/attempt/endpoint/${endpoint}?status_code_class=500`,
  ],
  [
    'attempts of an endpoint: answered 3xx, which is never',
    ({ application, endpoint }) => `/app/${application}/attempt/endpoint/${endpoint}?status_code_class=300`,
  ],
  [
    'attempts of an endpoint: one event type, with messages',
    ({ application, endpoint, eventType }) => `/app/${application}/attempt/endpoint/${endpoint}?event_types=${eventType}&with_msg=true`,
  ],
  ['attempts of a message', ({ application, message }) => `/app/${application}/attempt/msg/${message}`, 'failed'],
  ['attempt', ({ application, message, attempt }) => `/app/${application}/msg/${message}/attempt/${attempt}`],
  ['attempt: headers', ({ application, message, attempt }) => `/app/${application}/msg/${message}/attempt/${attempt}/headers`],
  ['messages of an endpoint', ({ application, endpoint }) => `/app/${application}/endpoint/${endpoint}/msg`],
  ['messages of an endpoint: failed', ({ application, endpoint }) => `/app/${application}/endpoint/${endpoint}/msg?status=2`],
  ['endpoints of a message', ({ application, message }) => `/app/${application}/msg/${message}/endpoint`],
  ['deliveries', () => '/delivery'],
  ['deliveries: deep', ({ key }) => `/delivery?iterator=${key}`],
  ['deliveries: failed', () => '/delivery?state=failed'],
  ['deliveries: canceled, of which there are none', () => '/delivery?state=canceled'],
  ['deliveries: one error', () => '/delivery?error=response_timeout'],
  ['deliveries of an application: failed', ({ application }) => `/app/${application}/delivery?state=failed`],
  ['deliveries of an endpoint: failed', ({ application, endpoint }) => `/app/${application}/delivery?endpoint_id=${endpoint}&state=failed`],
]

const counts: typeof addresses = [
  ['deliveries of an endpoint, counted', ({ application, endpoint }) => `/app/${application}/endpoint/${endpoint}/stats`],
  ['attempts of an endpoint, counted', ({ application, endpoint }) => `/app/${application}/endpoint/${endpoint}/attempt-stats`],
]

/** What programs read over the API. */
export function apiReads(token: string): Read[] {
  const read =
    (limitMs: number) =>
    ([what, path, of]: (typeof addresses)[number]): Read => ({
      what: `API: ${what}`,
      limitMs,
      run: sample => request(token, 'GET', path(sample)),
      ...(of && { of }),
    })
  return [...addresses.map(read(pageMs)), ...counts.map(read(countMs))]
}
