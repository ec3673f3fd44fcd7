import { randomBytes } from 'node:crypto'
import type { Role } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import type { UndeliveredFilter } from '#server/deliveries/undelivered-schema.ts'
import { formatId, type Id } from '#server/ids.ts'
import { createReplay } from '#server/replays/mutations.ts'
import { ReplayIn } from '#server/replays/schema.ts'
import type { RequestLogFilter } from '#server/request-log/schema.ts'
import { createCaller, createRequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'
import type { Merchant } from '#tests/support/seed.ts'

export const call = createCaller(appRouter)

export async function member(merchant: Merchant, role: Role) {
  const email = `${randomBytes(6).toString('hex')}@example.com`
  const user = await prisma.user.create({
    data: { email, name: 'Ada', passwordHash: '', members: { create: { organizationId: merchant.context.organizationId, role } } },
  })
  return call(createRequestContext({ userId: user.id as Id<'user'>, name: user.name, email }))
}

/** Where a merchant's message is, and what it is called. */
export async function place(merchant: Merchant) {
  const endpoint = formatId('endpoint', await merchant.addEndpoint('http://127.0.0.1:9/'))
  const message = formatId('message', (await merchant.post({ eventId: 'order-1' })).id)
  const { organization, slug } = await prisma.environment.findUniqueOrThrow({
    where: { id: merchant.context.environmentId },
    select: { slug: true, organization: { select: { slug: true } } },
  })
  const scope = { organization: organization.slug, environment: slug }
  const session = await prisma.portalSession.create({
    data: {
      applicationId: merchant.applicationId,
      hash: randomBytes(32),
      capabilities: ['ViewBase'],
      featureFlags: [],
      expiresAt: new Date('9999-01-01'),
    },
  })
  const replay = await createReplay(merchant.context, { application: merchant.uid }, ReplayIn.parse({}), prisma)
  const ids = {
    application: formatId('application', merchant.applicationId),
    session: formatId('portalSession', session.id),
    replay: replay.id,
  }
  return { scope, message, endpoint, ...ids }
}

type Caller = ReturnType<typeof call>
type Place = Awaited<ReturnType<typeof place>>
const draft = { application: null, states: ['failed' as const], eventTypes: [], since: null, until: null }
export const filter = { applications: [], eventTypes: [], states: [], range: '24h', search: '' } as const

const undelivered = () =>
  ({ states: [], reasons: [], errors: [], eventTypes: [], applications: [], endpoint: null, range: '24h' }) satisfies UndeliveredFilter
const requests = () => ({ statuses: [], operations: [], actors: [], range: '24h', search: '' }) satisfies RequestLogFilter
const keyOf = ({ message, endpoint }: Place) => `${message}.${endpoint}`

/** Every procedure inside an environment; access.test.ts sees that none is forgotten. */
export const procedures: Record<string, (caller: Caller, at: Place) => Promise<unknown>> = {
  'messages.list': (caller, { scope }) => caller.messages.list({ ...scope, ...filter, applications: [], eventTypes: [], states: [] }),
  'messages.news': (caller, { scope, message }) =>
    caller.messages.news({ ...scope, ...filter, applications: [], eventTypes: [], states: [], newest: null, watched: [message] }),
  'messages.changes': (caller, { scope }) => caller.messages.changes(scope),
  'messages.get': (caller, { scope, message }) => caller.messages.get({ ...scope, message }),
  'messages.payload': (caller, { scope, message }) => caller.messages.payload({ ...scope, message }),
  'messages.attempts': (caller, { scope, message, endpoint }) => caller.messages.attempts({ ...scope, message, endpoint }),
  'messages.attempt': (caller, { scope, message, endpoint }) => caller.messages.attempt({ ...scope, message, endpoint, number: 1 }),
  'messages.searchApplications': (caller, { scope }) => caller.messages.searchApplications({ ...scope, text: '' }),
  'messages.nameApplications': (caller, { scope, application }) => caller.messages.nameApplications({ ...scope, ids: [application] }),
  'messages.searchEndpoints': (caller, { scope, endpoint }) => caller.messages.searchEndpoints({ ...scope, text: endpoint }),
  'messages.searchEventTypes': (caller, { scope }) => caller.messages.searchEventTypes({ ...scope, text: '' }),
  'messages.searchLabels': (caller, { scope }) => caller.messages.searchLabels(scope),
  'attempts.diagnosis': (caller, { scope, message, endpoint }) => caller.attempts.diagnosis({ ...scope, message, endpoint, number: 1 }),
  'applications.list': (caller, { scope }) => caller.applications.list({ ...scope, text: '' }),
  'applications.get': (caller, { scope, application }) => caller.applications.get({ ...scope, application }),
  'applications.create': (caller, { scope }) => caller.applications.create({ ...scope, value: { name: 'Another' } }),
  'applications.update': (caller, { scope, application }) =>
    caller.applications.update({ ...scope, application, value: { name: 'Renamed' } }),
  'applications.delete': (caller, { scope, application }) => caller.applications.delete({ ...scope, application }),
  'applications.portalSessions': (caller, { scope, application }) => caller.applications.portalSessions({ ...scope, application }),
  'applications.revokePortalSession': (caller, { scope, application, session }) =>
    caller.applications.revokePortalSession({ ...scope, application, session }),
  'endpoints.list': (caller, { scope, application }) => caller.endpoints.list({ ...scope, application }),
  'endpoints.get': (caller, { scope, application, endpoint }) => caller.endpoints.get({ ...scope, application, endpoint }),
  'endpoints.figures': (caller, { scope, application, endpoint }) => caller.endpoints.figures({ ...scope, application, endpoint }),
  'endpoints.deliveries': (caller, { scope, application, endpoint }) =>
    caller.endpoints.deliveries({ ...scope, application, endpoint, states: [] }),
  'endpoints.eventTypes': (caller, { scope }) => caller.endpoints.eventTypes(scope),
  'endpoints.create': (caller, { scope, application }) =>
    caller.endpoints.create({ ...scope, application, value: { url: 'http://127.0.0.1:9/new' } }),
  'endpoints.update': (caller, { scope, application, endpoint }) =>
    caller.endpoints.update({ ...scope, application, endpoint, value: { description: 'changed' } }),
  'endpoints.setPaused': (caller, { scope, application, endpoint }) =>
    caller.endpoints.setPaused({ ...scope, application, endpoint, paused: true }),
  'endpoints.delete': (caller, { scope, application, endpoint }) => caller.endpoints.delete({ ...scope, application, endpoint }),
  'endpoints.revealSecret': (caller, { scope, application, endpoint }) =>
    caller.endpoints.revealSecret({ ...scope, application, endpoint }),
  'endpoints.rotateSecret': (caller, { scope, application, endpoint }) =>
    caller.endpoints.rotateSecret({ ...scope, application, endpoint, value: {} }),
  'endpoints.revokeOldSecrets': (caller, { scope, application, endpoint }) =>
    caller.endpoints.revokeOldSecrets({ ...scope, application, endpoint }),
  'endpoints.sendExample': (caller, { scope, application, endpoint }) =>
    caller.endpoints.sendExample({ ...scope, application, endpoint, value: { eventType: 'svix.ping' } }),
  'endpoints.missed': (caller, { scope, application, endpoint }) => caller.endpoints.missed({ ...scope, application, endpoint }),
  'endpoints.replayable': (caller, { scope, application, endpoint }) =>
    caller.endpoints.replayable({ ...scope, application, endpoint, filter: {} }),
  'endpoints.activeReplay': (caller, { scope, application, endpoint }) =>
    caller.endpoints.activeReplay({ ...scope, application, endpoint }),
  'deliveries.undelivered': (caller, { scope }) => caller.deliveries.undelivered({ ...scope, ...undelivered() }),
  'deliveries.byKey': (caller, at) => caller.deliveries.byKey({ ...at.scope, deliveries: [keyOf(at)] }),
  'deliveries.resendMany': (caller, at) => caller.deliveries.resendMany({ ...at.scope, deliveries: [keyOf(at)] }),
  'deliveries.cancelMany': (caller, at) => caller.deliveries.cancelMany({ ...at.scope, deliveries: [keyOf(at)] }),
  'firstSteps.get': (caller, { scope }) => caller.firstSteps.get(scope),
  'firstSteps.useReceiver': (caller, { scope, application }) => caller.firstSteps.useReceiver({ ...scope, application }),
  'demo.contents': (caller, { scope }) => caller.demo.contents(scope),
  'demo.remove': (caller, { scope }) => caller.demo.remove(scope),
  'system.get': (caller, { scope }) => caller.system.get(scope),
  'stats.activity': (caller, { scope, application }) => caller.stats.activity({ ...scope, application, range: '24h' }),
  'stats.overview': (caller, { scope }) => caller.stats.overview({ ...scope, range: '24h' }),
  'attempts.reproduce': (caller, { scope, message, endpoint }) => caller.attempts.reproduce({ ...scope, message, endpoint, number: 1 }),
  'deliveries.resendEdited': (caller, { scope, application, message, endpoint }) =>
    caller.deliveries.resendEdited({ ...scope, application, message, endpoint, payload: '{}', url: null }),
  'deliveries.resend': (caller, { scope, application, message, endpoint }) =>
    caller.deliveries.resend({ ...scope, application, message, endpoint }),
  'apiKeys.list': (caller, { scope }) => caller.apiKeys.list(scope),
  'apiKeys.create': (caller, { scope }) => caller.apiKeys.create({ ...scope, name: 'key' }),
  'apiKeys.revoke': (caller, { scope }) => caller.apiKeys.revoke({ ...scope, key: 'key_' }),
  'operationalWebhooks.application': (caller, { scope }) => caller.operationalWebhooks.application(scope),
  'operationalWebhooks.create': (caller, { scope }) =>
    caller.operationalWebhooks.create({ ...scope, value: { url: 'http://127.0.0.1:9/operational' } }),
  'requestLog.list': (caller, { scope }) => caller.requestLog.list({ ...scope, ...requests() }),
  'requestLog.get': (caller, { scope }) => caller.requestLog.get({ ...scope, requestId: 'none' }),
  'requestLog.choices': (caller, { scope }) => caller.requestLog.choices(scope),
  'audit.list': (caller, { scope }) => caller.audit.list({ ...scope, actor: null, action: null }),
  'audit.actors': (caller, { scope }) => caller.audit.actors(scope),
  'environments.view': (caller, { scope }) => caller.environments.view(scope),
  'environments.change': (caller, { scope }) => caller.environments.change({ ...scope, payloadDays: 30 }),
  'environments.export': (caller, { scope }) => caller.environments.export(scope),
  'environments.previewImport': (caller, { scope }) => caller.environments.previewImport({ ...scope, document: {} }),
  'environments.import': (caller, { scope }) => caller.environments.import({ ...scope, document: {} }),
  'environments.compare': (caller, { scope }) => caller.environments.compare({ ...scope, other: scope.environment }),
  'environments.takeOver': (caller, { scope }) =>
    caller.environments.takeOver({ ...scope, other: scope.environment, settings: [], eventTypes: [] }),
  'environments.create': (caller, { scope }) => caller.environments.create({ ...scope, made: { slug: 'staging' } }),
  'members.list': (caller, { scope }) => caller.members.list(scope),
  'members.invites': (caller, { scope }) => caller.members.invites(scope),
  'members.invite': (caller, { scope }) => caller.members.invite({ ...scope, email: 'ada@example.com', role: 'viewer' }),
  'members.revokeInvite': (caller, { scope }) => caller.members.revokeInvite({ ...scope, invite: 'inv_' }),
  'members.changeRole': (caller, { scope }) => caller.members.changeRole({ ...scope, user: 'usr_', role: 'viewer' }),
  'members.remove': (caller, { scope }) => caller.members.remove({ ...scope, user: 'usr_' }),
  'places.find': (caller, { scope }) => caller.places.find({ ...scope, text: 'shop' }),
  'portal.place': (caller, { scope }) => caller.portal.place(scope),
  'replays.list': (caller, { scope }) => caller.replays.list(scope),
  'replays.get': (caller, { scope, replay }) => caller.replays.get({ ...scope, replay }),
  'replays.course': (caller, { scope, replay }) => caller.replays.course({ ...scope, replay }),
  'replays.target': (caller, { scope, endpoint }) => caller.replays.target({ ...scope, application: null, endpoint }),
  'replays.preview': (caller, { scope, endpoint }) => caller.replays.preview({ ...scope, ...draft, endpoint }),
  'replays.create': (caller, { scope, endpoint }) =>
    caller.replays.create({ ...scope, ...draft, endpoint, canary: true, rate: 20, when: 'now' }),
  'replays.cancel': (caller, { scope, replay }) => caller.replays.cancel({ ...scope, replay }),
  'eventTypes.list': (caller, { scope }) => caller.eventTypes.list({ ...scope, text: '', archived: false }),
  'eventTypes.get': (caller, { scope }) => caller.eventTypes.get({ ...scope, name: 'order.paid' }),
  'eventTypes.offered': (caller, { scope }) => caller.eventTypes.offered({ ...scope, name: 'order.paid' }),
  'eventTypes.subscribers': (caller, { scope }) => caller.eventTypes.subscribers({ ...scope, name: 'order.paid' }),
  'eventTypes.check': (caller, { scope }) => caller.eventTypes.check({ ...scope, text: '{}' }),
  'eventTypes.types': (caller, { scope }) => caller.eventTypes.types(scope),
  'eventTypes.schema': (caller, { scope }) => caller.eventTypes.schema(scope),
  'eventTypes.create': (caller, { scope }) => caller.eventTypes.create({ ...scope, eventType: { name: 'order.made', description: '' } }),
  'eventTypes.change': (caller, { scope }) => caller.eventTypes.change({ ...scope, name: 'order.paid', patch: { description: 'x' } }),
  'eventTypes.archive': (caller, { scope }) => caller.eventTypes.archive({ ...scope, name: 'order.paid' }),
  'eventTypes.importOpenApi': (caller, { scope }) => caller.eventTypes.importOpenApi({ ...scope, specRaw: 'webhooks: {a: {post: {}}}' }),
}
