import { TRPCError } from '@trpc/server'
import { describe, expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { createEventType } from '#server/event-types/mutations.ts'
import { EventTypeIn } from '#server/event-types/schema.ts'
import { formatId, parseId } from '#server/ids.ts'
import { createRequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'
import { seedMerchant } from '#tests/support/seed.ts'

<<<<<<< HEAD
import { call, filter, member, place, procedures } from '#tests/trpc/procedures.ts'
=======
const call = createCaller(appRouter)

async function member(merchant: Merchant, role: Role) {
  const email = `${randomBytes(6).toString('hex')}@example.com`
  const user = await prisma.user.create({
    data: { email, name: 'Ada', passwordHash: '', members: { create: { organizationId: merchant.context.organizationId, role } } },
  })
  return call(createRequestContext({ userId: user.id as Id<'user'>, name: user.name, email }))
}

/** Where a merchant's message is, and what it is called. */
async function place(merchant: Merchant) {
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
const filter = { applications: [], eventTypes: [], states: [], range: '24h', search: '' } as const

const undelivered = () =>
  ({ states: [], reasons: [], errors: [], eventTypes: [], applications: [], endpoint: null, range: '24h' }) satisfies UndeliveredFilter
const requests = () => ({ statuses: [], operations: [], actors: [], range: '24h', search: '' }) satisfies RequestLogFilter
const keyOf = ({ message, endpoint }: Place) => `${message}.${endpoint}`

/** Every procedure inside an environment; the test below sees that none is forgotten. */
const procedures: Record<string, (caller: Caller, at: Place) => Promise<unknown>> = {
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
  'places.find': (caller, { scope }) => caller.places.find({ ...scope, text: 'shop' }),
  'system.get': (caller, { scope }) => caller.system.get(scope),
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
  'eventTypes.subscribers': (caller, { scope }) => caller.eventTypes.subscribers({ ...scope, name: 'order.paid' }),
  'eventTypes.check': (caller, { scope }) => caller.eventTypes.check({ ...scope, text: '{}' }),
  'eventTypes.types': (caller, { scope }) => caller.eventTypes.types(scope),
  'eventTypes.schema': (caller, { scope }) => caller.eventTypes.schema(scope),
  'eventTypes.create': (caller, { scope }) => caller.eventTypes.create({ ...scope, eventType: { name: 'order.made', description: '' } }),
  'eventTypes.change': (caller, { scope }) => caller.eventTypes.change({ ...scope, name: 'order.paid', patch: { description: 'x' } }),
  'eventTypes.archive': (caller, { scope }) => caller.eventTypes.archive({ ...scope, name: 'order.paid' }),
  'eventTypes.importOpenApi': (caller, { scope }) => caller.eventTypes.importOpenApi({ ...scope, specRaw: 'webhooks: {a: {post: {}}}' }),
}
>>>>>>> fcd8f6a (Go to anything and do anything by ⌘K)

test('the table has every procedure but those of the account', () => {
  const names = Object.keys(appRouter._def.procedures).filter(name => !name.startsWith('account.'))
  expect(Object.keys(procedures).sort()).toEqual(names.sort())
})

describe.each(Object.entries(procedures))('%s', (_, run) => {
  test('is for who is signed in', async () => {
    const at = await place(await seedMerchant())
    await expect(run(call(createRequestContext(null)), at)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('knows no environment but one’s own', async () => {
    const at = await place(await seedMerchant())
    const stranger = await member(await seedMerchant(), 'owner')
    await expect(run(stranger, at)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('from one’s own environment, another’s rows', () => {
  test('are not found by their ids', async () => {
    const mine = await seedMerchant()
    const caller = await member(mine, 'owner')
    const { scope } = await place(mine)
    const foreign = { ...(await place(await seedMerchant())), scope }
    const anywhere = ['applications.list', 'applications.create', 'endpoints.eventTypes']
    const named = Object.keys(procedures).filter(name => /^(applications|endpoints)\./.test(name) && !anywhere.includes(name))
    for (const name of [
      'messages.get',
      'messages.attempt',
      'attempts.diagnosis',
      'attempts.reproduce',
      'deliveries.resend',
      'deliveries.resendEdited',
      'replays.get',
      'replays.course',
      'replays.preview',
      'replays.create',
      'replays.cancel',
      ...named,
    ])
      await expect(procedures[name]!(caller, foreign), name).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await procedures['messages.payload']!(caller, foreign)).toEqual({ kind: 'expired' })
    expect(await procedures['messages.attempts']!(caller, foreign)).toEqual([])
    expect(await procedures['replays.target']!(caller, foreign)).toEqual({ application: null, endpoint: null })
    expect(await procedures['messages.nameApplications']!(caller, foreign)).toEqual([])
    expect(await procedures['messages.searchEndpoints']!(caller, foreign)).toEqual([])
    expect(await procedures['deliveries.byKey']!(caller, foreign)).toEqual([])
    for (const name of ['deliveries.resendMany', 'deliveries.cancelMany'])
      expect(await procedures[name]!(caller, foreign), name).toEqual({ count: 0 })
    expect(await procedures['messages.news']!(caller, foreign)).toMatchObject({ watched: [] })
    await createEventType((await seedMerchant()).context, EventTypeIn.parse({ name: 'order.paid', description: '' }), prisma)
    for (const name of ['eventTypes.get', 'eventTypes.change', 'eventTypes.archive'])
      await expect(procedures[name]!(caller, foreign), name).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await procedures['eventTypes.list']!(caller, foreign)).toMatchObject({ rows: [] })
    expect(await procedures['eventTypes.schema']!(caller, foreign)).toMatchObject({ definitions: {} })
  })
})

test('a viewer reads the catalogue and does not change it; a developer does', async () => {
  const merchant = await seedMerchant()
  const at = await place(merchant)
  const viewer = await member(merchant, 'viewer')
  const developer = await member(merchant, 'developer')
  for (const name of ['eventTypes.create', 'eventTypes.change', 'eventTypes.archive', 'eventTypes.importOpenApi'])
    await expect(procedures[name]!(viewer, at), name).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await procedures['eventTypes.create']!(developer, at)
  await expect(
    developer.eventTypes.change({ ...at.scope, name: 'order.made', patch: { schemas: { '1': { type: 'int' } } } }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('/type: must be one of') })
  expect(await viewer.eventTypes.list({ ...at.scope, text: '', archived: false })).toMatchObject({ rows: [{ name: 'order.made' }] })
})

test('environments are compared within their organization alone', async () => {
  const [merchant, stranger] = [await seedMerchant(), await seedMerchant()]
  const [at, theirs] = [await place(merchant), await place(stranger)]
  const owner = await member(merchant, 'owner')
  await owner.environments.create({ ...at.scope, made: { slug: 'staging' } })
  expect((await owner.environments.compare({ ...at.scope, other: 'staging' })).differences).toMatchObject([{ name: 'allowHttp' }])
  await prisma.environment.update({ where: { id: stranger.context.environmentId }, data: { slug: 'elsewhere' } })
  for (const other of ['elsewhere', theirs.scope.organization])
    for (const ask of [
      () => owner.environments.compare({ ...at.scope, other }),
      () => owner.environments.takeOver({ ...at.scope, other, settings: ['allowHttp'], eventTypes: [] }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a viewer reads and does not resend; a developer does', async () => {
  const merchant = await seedMerchant()
  const at = await place(merchant)
  const viewer = await member(merchant, 'viewer')
  expect(await viewer.messages.get({ ...at.scope, message: at.message })).toMatchObject({ eventId: 'order-1' })
  for (const name of ['deliveries.resend', 'deliveries.resendMany', 'deliveries.cancelMany'])
    await expect(procedures[name]!(viewer, at), name).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const resends = async () =>
    (await pool.query(`select 1 from pgboss.job where data->>'m' = $1 and data ? 't'`, [parseId('message', at.message)])).rowCount
  expect(await resends()).toBe(0)
  await procedures['deliveries.resend']!(await member(merchant, 'developer'), at)
  expect(await resends()).toBe(1)
})

test('a viewer changes nothing and sees no secret', async () => {
  const merchant = await seedMerchant()
  const at = await place(merchant)
  const viewer = await member(merchant, 'viewer')
  const all = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)
  const mutations = all.filter(([name, { _def }]) => _def.type === 'mutation' && name in procedures)
  expect(mutations.length).toBeGreaterThan(10)
  for (const [name] of mutations) await expect(procedures[name]!(viewer, at), name).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const { key } = await (await member(merchant, 'developer')).endpoints.revealSecret({ ...at.scope, ...at })
  const seen = await Promise.all([viewer.endpoints.get({ ...at.scope, ...at }), viewer.endpoints.list({ ...at.scope, ...at })])
  expect(JSON.stringify(seen)).not.toContain(key.slice('whsec_'.length))
})

test('endpoints for operational events are those of their application, which is no other in sight', async () => {
  const merchant = await seedMerchant()
  const { scope } = await place(merchant)
  const developer = await member(merchant, 'developer')
  expect(await developer.operationalWebhooks.application(scope)).toBeNull()
  const { id } = await developer.operationalWebhooks.create({
    ...scope,
    value: { url: 'http://127.0.0.1:9/operational', eventTypes: ['endpoint.disabled'] },
  })
  const application = (await developer.operationalWebhooks.application(scope))!
  const at = { ...scope, application, endpoint: id }
  expect(await developer.endpoints.get(at)).toMatchObject({ operational: true, eventTypes: ['endpoint.disabled'] })
  expect(await developer.endpoints.list(at)).toMatchObject({ rows: [{ id }] })
  await expect(developer.endpoints.update({ ...at, value: { eventTypes: ['order.paid'] } })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await developer.endpoints.update({ ...at, value: { eventTypes: ['endpoint.failing'] } })
  await expect(developer.applications.get({ ...scope, application })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const stranger = await seedMerchant()
  const elsewhere = { ...at, ...(await place(stranger)).scope }
  await expect((await member(stranger, 'owner')).endpoints.get(elsewhere)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a refused field is named', async () => {
  const merchant = await seedMerchant()
  const at = await place(merchant)
  const developer = await member(merchant, 'developer')
  const error = await developer.endpoints.create({ ...at.scope, ...at, value: { url: 'http://10.0.0.1/' } }).catch(e => e)
  expect(error).toMatchObject({ code: 'BAD_REQUEST', message: "The endpoint's URL is refused: the host is a private address." })
})

test('the payload comes as posted, to the last digit, with its hash', async () => {
  const merchant = await seedMerchant()
  const at = await place(merchant)
  const body = '{ "amount": 12345678901234567890, "a": 1, "a": 2 }'
  const { id } = await merchant.post({ payload: Buffer.from(body) })
  const viewer = await member(merchant, 'viewer')
  expect(await viewer.messages.payload({ ...at.scope, message: formatId('message', id) })).toMatchObject({
    kind: 'payload',
    text: body,
    bytes: body.length,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  await pool.query(`update message set expires_at = now() - interval '1 second' where id = $1`, [id])
  expect(await viewer.messages.payload({ ...at.scope, message: formatId('message', id) })).toEqual({ kind: 'expired' })
})

test('what fails by our own fault says nothing of it', async () => {
  const context = createRequestContext(null)
  const broken = call({ ...context, open: () => Promise.reject(new Error('secret detail')) })
  const error = await broken.messages
    .list({ organization: 'a', environment: 'b', ...filter, applications: [], eventTypes: [], states: [] })
    .catch(e => e)
  expect(error).toBeInstanceOf(TRPCError)
  expect(error.code).toBe('INTERNAL_SERVER_ERROR')
})
