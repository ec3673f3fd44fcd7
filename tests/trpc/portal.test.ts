import { describe, expect, test } from 'vitest'
import { makeOperational } from '#server/auth/operational.ts'
import { type Context, makeContext } from '#server/context.ts'
import { prisma } from '#server/db.ts'
import { createEventType } from '#server/event-types/mutations.ts'
import { EventTypeIn } from '#server/event-types/schema.ts'
import { formatId, type Id } from '#server/ids.ts'
import { type Capability, capabilities } from '#server/portal/schema.ts'
import { createPortalContext } from '#server/trpc/init.ts'
import { portalProcedures } from '#server/trpc/portal-access.ts'
import { type Merchant, seedMerchant } from '#tests/support/seed.ts'
import { call, place, procedures } from '#tests/trpc/procedures.ts'

/** What a portal may call, and what for, written out. */
const needs: Record<string, Capability> = {
  'portal.place': 'ViewBase',
  'applications.get': 'ViewBase',
  'endpoints.list': 'ViewBase',
  'endpoints.get': 'ViewBase',
  'endpoints.figures': 'ViewBase',
  'endpoints.deliveries': 'ViewBase',
  'endpoints.eventTypes': 'ViewBase',
  'endpoints.create': 'ManageEndpoint',
  'endpoints.update': 'ManageEndpoint',
  'endpoints.setPaused': 'ManageEndpoint',
  'endpoints.delete': 'ManageEndpoint',
  'endpoints.revealSecret': 'ViewEndpointSecret',
  'endpoints.rotateSecret': 'ManageEndpointSecret',
  'endpoints.revokeOldSecrets': 'ManageEndpointSecret',
  'endpoints.sendExample': 'CreateAttempts',
  'endpoints.missed': 'ViewBase',
  'endpoints.replayable': 'ViewBase',
  'endpoints.activeReplay': 'ViewBase',
  'messages.list': 'ViewBase',
  'messages.news': 'ViewBase',
  'messages.changes': 'ViewBase',
  'messages.get': 'ViewBase',
  'messages.payload': 'ViewBase',
  'messages.attempts': 'ViewBase',
  'messages.attempt': 'ViewBase',
  'messages.searchEndpoints': 'ViewBase',
  'messages.searchEventTypes': 'ViewBase',
  'messages.searchLabels': 'ViewBase',
  'attempts.diagnosis': 'ViewBase',
  'attempts.reproduce': 'ViewEndpointSecret',
  'deliveries.resend': 'CreateAttempts',
  'deliveries.cancelMany': 'CreateAttempts',
  'eventTypes.list': 'ViewBase',
  'eventTypes.offered': 'ViewBase',
  'eventTypes.subscribers': 'ViewBase',
  'eventTypes.types': 'ViewBase',
  'eventTypes.schema': 'ViewBase',
  'stats.activity': 'ViewBase',
  'replays.list': 'ViewBase',
  'replays.get': 'ViewBase',
  'replays.target': 'ViewBase',
  'replays.preview': 'ViewBase',
  'replays.create': 'CreateAttempts',
  'replays.cancel': 'CreateAttempts',
}

const portal = (context: Context) => call(createPortalContext(async () => context))

/** The portal of a merchant's application, opened with a token that may do so much. */
function open({ context, applicationId }: Merchant, granted: readonly Capability[] = capabilities, oneTime = false) {
  const { organizationId, environmentId } = context
  const actor = { kind: 'portal', id: 'p' as Id<'portalSession'>, capabilities: granted, featureFlags: [], user: null, oneTime } as const
  return portal(makeContext({ organizationId, environmentId, applicationId, actor }))
}

/** Its message and endpoint, and where the portal's address says that they are. */
const placeInPortal = async (merchant: Merchant) => ({
  ...(await place(merchant)),
  scope: { organization: 'portal', environment: formatId('environment', merchant.context.environmentId) },
})

const refused = { code: 'FORBIDDEN' }
const answer = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    error => error.code as string,
  )

test('the list of what a portal may call is the one that is written here', () => {
  expect([...portalProcedures].sort()).toEqual(Object.keys(needs).sort())
})

describe.each(Object.entries(procedures))('%s', (name, run) => {
  const needed = needs[name]
  if (needed === undefined) {
    test('is refused to every portal token', async () => {
      const merchant = await seedMerchant()
      await expect(run(open(merchant), await placeInPortal(merchant))).rejects.toMatchObject(refused)
    })
    return
  }

  test(`needs ${needed}`, async () => {
    const merchant = await seedMerchant()
    const at = await placeInPortal(merchant)
    const others = capabilities.filter(capability => capability !== needed)
    const message = `This needs the capability ${needed}.`
    await expect(run(open(merchant, others), at)).rejects.toMatchObject({ ...refused, message })
    expect(await answer(run(open(merchant, [needed]), at))).not.toBe('FORBIDDEN')
  })

  test('is refused to a token that works once, and at another environment’s address', async () => {
    const merchant = await seedMerchant()
    const at = await placeInPortal(merchant)
    await expect(run(open(merchant, capabilities, true), at)).rejects.toMatchObject(refused)
    const { scope } = await placeInPortal(await seedMerchant())
    await expect(run(open(merchant), { ...at, scope })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

/** What answers a look at another application's objects with nothing, instead of "not found". */
const nothing: Record<string, unknown> = {
  'messages.payload': { kind: 'expired' },
  'messages.attempts': [],
  'messages.searchEndpoints': [],
  'replays.target': { application: null, endpoint: null },
  'deliveries.cancelMany': { count: 0 },
}
/** What names no object: it is of the token's own application whatever is asked. */
const isOwn = (name: string) =>
  name.startsWith('eventTypes.') ||
  [
    'portal.place',
    'endpoints.eventTypes',
    'messages.list',
    'messages.news',
    'messages.changes',
    'messages.searchEventTypes',
    'messages.searchLabels',
    'replays.list',
  ].includes(name)

test('another application of the same environment does not exist', async () => {
  const mine = await seedMerchant()
  const other = await seedMerchant(mine.context)
  const caller = open(mine)
  const at = await placeInPortal(other)
  for (const name of Object.keys(needs).filter(each => !isOwn(each))) {
    const run = procedures[name]!(caller, at)
    if (name in nothing) expect(await run, name).toEqual(nothing[name])
    else await expect(run, name).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  expect(await caller.messages.list({ ...at.scope, ...filter(other), search: at.message })).toMatchObject({ rows: [] })
  expect(await caller.messages.news({ ...at.scope, ...filter(other), newest: null, watched: [at.message] })).toMatchObject({ watched: [] })
  expect(await caller.replays.list(at.scope)).toMatchObject({ rows: [] })
  await createEventType(mine.context, EventTypeIn.parse({ name: 'order.paid', description: '' }), prisma)
  await createEventType(mine.context, EventTypeIn.parse({ name: 'order.beta', description: '', featureFlags: ['beta'] }), prisma)
  expect(await caller.eventTypes.subscribers({ ...at.scope, name: 'order.paid' })).toMatchObject({ rows: [] })
  const offered = await caller.eventTypes.list({ ...at.scope, text: '', archived: false })
  expect(offered.rows).toMatchObject([{ name: 'order.paid', subscribers: { count: 0 } }])
  await expect(caller.eventTypes.offered({ ...at.scope, name: 'order.beta' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

const filter = ({ applicationId }: Merchant) => ({
  applications: [formatId('application', applicationId)],
  eventTypes: [],
  states: [],
  range: '24h' as const,
  search: '',
})

test('the application of operational events does not exist', async () => {
  const mine = await seedMerchant()
  const { application } = await makeOperational(mine.context, prisma)
  const { scope } = await placeInPortal(mine)
  await expect(open(mine).endpoints.list({ ...scope, application })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('the own application is shown, whatever application a filter names', async () => {
  const mine = await seedMerchant()
  const caller = open(mine)
  const at = await placeInPortal(mine)
  const other = await seedMerchant(mine.context)
  await other.post({ eventId: 'order-1' })
  const rows = [{ id: at.message, application: { id: at.application } }]
  expect(await caller.messages.list({ ...at.scope, ...filter(other) })).toMatchObject({ rows })
  expect(await caller.messages.list({ ...at.scope, ...filter(other), search: 'order-1' })).toMatchObject({ rows })
  expect(await caller.portal.place(at.scope)).toMatchObject({ application: { id: at.application }, capabilities })
  expect(await caller.messages.get({ ...at.scope, message: at.message })).toMatchObject({ eventId: 'order-1' })
})
