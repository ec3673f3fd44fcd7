import { countMs, figuresMs, fileMs, pageMs, type Read } from '#bench/reader/reads.ts'
import type { Sample } from '#bench/reader/samples.ts'
import { openEnvironment, type SignedIn } from '#server/auth/membership.ts'
import { exportUndelivered } from '#server/deliveries/export.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'
import type { FeedFilter } from '#server/messages/feed-schema.ts'
import { createCaller, createRequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'

type Place = { organization: string; environment: string }
const ask = createCaller(appRouter)
type Caller = ReturnType<typeof ask>

const everything: FeedFilter = { applications: [], eventTypes: [], states: [], range: '30d', search: '' }
const anything: UndeliveredFilter = { states: [], reasons: [], errors: [], eventTypes: [], applications: [], endpoint: null, range: '30d' }
const rareType = 'account.closed'

/** What the dashboard's screens read, each as a request of its own: who may open the environment is looked up each time. */
export function dashboardReads(signedIn: SignedIn, place: Place): Read[] {
  const screen = (what: string, limitMs: number, read: (call: Caller, sample: Sample) => Promise<unknown>, of?: 'failed'): Read => ({
    what,
    limitMs,
    run: sample => read(ask(createRequestContext(signedIn)), sample),
    ...(of && { of }),
  })
  const messages = (what: string, filter: (sample: Sample) => Partial<FeedFilter> & { cursor?: string }) =>
    screen(`messages: ${what}`, pageMs, (call, sample) => call.messages.list({ ...place, ...everything, ...filter(sample) }))
  const deliveries = (what: string, filter: (sample: Sample) => Partial<UndeliveredFilter> & { cursor?: string }) =>
    screen(
      `not delivered: ${what}`,
      pageMs,
      (call, sample) => call.deliveries.undelivered({ ...place, ...anything, ...filter(sample) }),
      'failed',
    )
  return [
    messages('newest', () => ({ range: '24h' })),
    messages('deep', ({ message }) => ({ cursor: message })),
    messages('one application, newest', ({ application }) => ({ applications: [application] })),
    messages('one application, deep', ({ application, message }) => ({ applications: [application], cursor: message })),
    messages('one event type, deep', ({ eventType, message }) => ({ eventTypes: [eventType], cursor: message })),
    messages('a rare event type', () => ({ eventTypes: [rareType] })),
    messages('an event type that never comes', () => ({ eventTypes: ['nothing.happened'] })),
    messages('failed', () => ({ states: ['failed'] })),
    messages('failed, deep', ({ message }) => ({ states: ['failed'], cursor: message })),
    messages('retrying, one application', ({ application }) => ({ states: ['retrying'], applications: [application] })),
    messages('canceled: there are none', () => ({ states: ['canceled'] })),
    messages('by id', ({ message }) => ({ search: message })),
    messages('by eventId', ({ eventId }) => ({ search: eventId })),
    screen('messages: news', pageMs, (call, { message }) =>
      call.messages.news({ ...place, ...everything, range: '1h', newest: null, watched: [message] }),
    ),
    screen('message', pageMs, (call, { message }) => call.messages.get({ ...place, message })),
    screen('message: payload', pageMs, (call, { message }) => call.messages.payload({ ...place, message })),
    screen('message: attempts', pageMs, (call, sample) => call.messages.attempts({ ...place, ...sample }), 'failed'),
    screen('attempt', pageMs, (call, sample) => call.messages.attempt({ ...place, ...sample }), 'failed'),
    screen('attempt: diagnosis', pageMs, (call, sample) => call.attempts.diagnosis({ ...place, ...sample }), 'failed'),

    deliveries('newest', () => ({})),
    deliveries('deep', ({ key }) => ({ cursor: key })),
    deliveries('failed', () => ({ states: ['failed'] })),
    deliveries('failed, deep', ({ key }) => ({ states: ['failed'], cursor: key })),
    deliveries('skipped: endpoint disabled', () => ({ states: ['skipped'], reasons: ['endpoint_disabled'] })),
    deliveries('canceled: there are none', () => ({ states: ['canceled'] })),
    deliveries('one error', () => ({ errors: ['response_timeout'] })),
    deliveries('one application', ({ application }) => ({ applications: [application] })),
    deliveries('failed, one application', ({ application }) => ({ applications: [application], states: ['failed'] })),
    deliveries('one endpoint', ({ endpoint }) => ({ endpoint })),
    deliveries('one endpoint, one error', ({ endpoint }) => ({ endpoint, errors: ['http_404'] })),
    deliveries('a rare event type', () => ({ eventTypes: [rareType] })),

    ...(['1h', '24h', '7d', '30d'] as const).map(range =>
      screen(`overview: ${range}`, figuresMs, call => call.stats.overview({ ...place, range })),
    ),
    screen('applications', pageMs, call => call.applications.list({ ...place, text: '' })),
    screen('applications: deep', pageMs, (call, { application }) => call.applications.list({ ...place, text: '', cursor: application })),
    screen('applications: by name', pageMs, call => call.applications.list({ ...place, text: 'merchant 17' })),
    screen('endpoints of an application', pageMs, (call, { application }) => call.endpoints.list({ ...place, application })),
    screen('endpoint', pageMs, (call, sample) => call.endpoints.get({ ...place, ...sample })),
    screen('endpoint that fails', pageMs, (call, sample) => call.endpoints.get({ ...place, ...sample }), 'failed'),
    screen('endpoint: figures', pageMs, (call, sample) => call.endpoints.figures({ ...place, ...sample })),
    screen('endpoint: deliveries', pageMs, (call, sample) => call.endpoints.deliveries({ ...place, ...sample, states: [] })),
    screen('endpoint: deliveries, deep', pageMs, (call, sample) =>
      call.endpoints.deliveries({ ...place, ...sample, states: [], cursor: sample.key }),
    ),
    screen('endpoint: failed deliveries', pageMs, (call, sample) => call.endpoints.deliveries({ ...place, ...sample, states: ['failed'] })),
    screen('endpoint: missed', pageMs, (call, sample) => call.endpoints.missed({ ...place, ...sample })),
    screen('endpoint: can be sent again', countMs, (call, sample) =>
      call.endpoints.replayable({ ...place, ...sample, filter: { states: ['failed', 'retrying'] } }),
    ),
    screen('replay: preview of an endpoint', countMs, (call, { application, endpoint }) =>
      call.replays.preview({ ...place, application, endpoint, states: ['failed', 'missing'], eventTypes: [], since: null, until: null }),
    ),
    screen('replay: preview of an application', countMs, (call, { application }) =>
      call.replays.preview({ ...place, application, endpoint: null, states: ['failed'], eventTypes: [], since: null, until: null }),
    ),
    screen('event types', pageMs, call => call.eventTypes.list({ ...place, text: '', archived: false })),
    screen('event type: subscribers', pageMs, (call, { eventType }) => call.eventTypes.subscribers({ ...place, name: eventType })),
    screen('audit log', pageMs, call => call.audit.list({ ...place, actor: null, action: null })),
    screen('audit log: one action', pageMs, call => call.audit.list({ ...place, actor: null, action: 'delivery.resend' })),
    screen('audit log: an action that never came', pageMs, call => call.audit.list({ ...place, actor: null, action: 'message.expunge' })),
    screen('system', figuresMs, call => call.system.get(place)),
    screen('to filter by: applications', pageMs, call => call.messages.searchApplications({ ...place, text: 'chant 17' })),
    screen('to filter by: endpoints', pageMs, call => call.messages.searchEndpoints({ ...place, text: 'hooks/17' })),
    { what: 'not delivered: one endpoint’s as a file', limitMs: fileMs, of: 'failed', run: sample => readFile(signedIn, place, sample) },
  ]
}

async function readFile(signedIn: SignedIn, { organization, environment }: Place, { endpoint }: Sample): Promise<string> {
  const { context } = await openEnvironment(signedIn, organization, environment)
  const file = await exportUndelivered(context, { ...anything, endpoint }, 'csv', new AbortController().signal)
  return new Response(file).text()
}
