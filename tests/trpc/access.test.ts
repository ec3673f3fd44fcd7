import { TRPCError } from '@trpc/server'
import { describe, expect, test } from 'vitest'
import { pool, prisma } from '#server/db.ts'
import { createEventType } from '#server/event-types/mutations.ts'
import { EventTypeIn } from '#server/event-types/schema.ts'
import { formatId, parseId } from '#server/ids.ts'
import { createRequestContext } from '#server/trpc/init.ts'
import { appRouter } from '#server/trpc/router.ts'
import { seedMerchant } from '#tests/support/seed.ts'
import { call, filter, member, place, procedures } from '#tests/trpc/procedures.ts'

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
