import { describe, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { callerOf } from '#tests/support/server.ts'
import { call, createTenant, here, setUpTenant } from '#tests/support/tenant.ts'
import { setUpReceiver, startTestWorker, stopWorkers } from '#tests/support/workers.ts'

setUpTenant()
const receiver = setUpReceiver()

const defaults = {
  headerStyle: 'standard',
  productName: null,
  retrySchedule: null,
  payloadDays: 90,
  allowHttp: true,
  forwardTrace: true,
  disableEndpointOnFailure: true,
  portalOrigins: [],
}
const patch = (settings: object) => call('patch', '/environment/settings', settings)
const settingsOf = async (caller = call) => (await caller('get', '/environment/settings')).body

describe('settings', () => {
  test('are changed one by one, and of this environment alone', async () => {
    const stranger = await createTenant()
    expect(await settingsOf()).toEqual(defaults)
    const changes = {
      headerStyle: 'both',
      productName: 'Acme Pay',
      retrySchedule: [5, 60],
      payloadDays: 7,
      allowHttp: false,
      forwardTrace: false,
      disableEndpointOnFailure: false,
      portalOrigins: ['https://app.example.com'],
    }
    let expected: object = defaults
    for (const [name, value] of Object.entries(changes)) {
      expected = { ...expected, [name]: value }
      expect(await patch({ [name]: value })).toMatchObject({ status: 200, body: expected })
    }
    expect(await settingsOf()).toEqual(changes)
    expect((await patch({ productName: null, retrySchedule: [] })).body).toEqual({ ...changes, productName: null, retrySchedule: null })
    expect(await settingsOf(stranger.call)).toEqual(defaults)
  })

  test.each([
    ['headerStyle', ['none', '', null], ['standard', 'svix', 'both']],
    ['productName', ['', ' Acme', 'Acme\r\nx: y', 'x'.repeat(65), 'Ä'], ['A', 'x'.repeat(64), 'Acme Pay-2.0_x']],
    ['retrySchedule', [[0], [604_801], [1.5], Array.from({ length: 21 }, () => 1)], [[1], [604_800], Array.from({ length: 20 }, () => 1)]],
    ['payloadDays', [0, 91, 1.5, '7', null], [1, 90]],
    ['allowHttp', ['true', 1, null], [true, false]],
    [
      'portalOrigins',
      [
        null,
        ['*'],
        ['https://a.com/x'],
        ["https://a.com; script-src 'none'"],
        ['javascript:x'],
        Array.from({ length: 51 }, () => 'http://a'),
      ],
      [[], ['https://app.example.com', 'https://*.example.com', 'http://localhost:3000']],
    ],
  ])('%s has its limits', async (name, refused, accepted) => {
    for (const value of refused)
      expect([value, (await patch({ [name]: value })).body.detail[0].loc.slice(0, 2)]).toEqual([value, ['body', name]])
    for (const value of accepted) expect((await patch({ [name]: value })).body[name]).toEqual(value)
  })

  test('act on the next delivery, message and endpoint', async () => {
    await call('post', '/app', { name: 'Shop', uid: 'shop' })
    const inbox = receiver.inbox()
    await call('post', '/app/shop/endpoint', { url: inbox.url })
    await startTestWorker()
    const send = () =>
      call('post', '/app/shop/msg', { eventType: 'order.paid', payload: {} }, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` })
    await send()
    const [before] = await inbox.arrived(1)
    expect(before!.headers).toMatchObject({ 'user-agent': expect.stringMatching(/^Posthorn\//), traceparent: expect.any(String) })
    await patch({ headerStyle: 'svix', productName: 'Acme', forwardTrace: false, allowHttp: false, payloadDays: 2 })
    const from = Date.now()
    await send()
    const [, after] = await inbox.arrived(2)
    expect(after!.headers).toMatchObject({ 'user-agent': expect.stringMatching(/^Acme\//), 'svix-id': expect.any(String) })
    expect([after!.headers['webhook-id'], after!.headers.traceparent]).toEqual([undefined, undefined])
    expect((await call('post', '/app/shop/endpoint', { url: inbox.url })).status).toBe(422)
    const [message] = (
      await pool.query<{ expires_at: Date }>('select expires_at from message where environment_id = $1 order by id desc limit 1', [
        here.tenant.context.environmentId,
      ])
    ).rows
    const days = (message!.expires_at.getTime() - from) / 86_400_000
    expect(Math.round(days)).toBe(2)
    await stopWorkers()
  })

  test('are an admin’s to change and a viewer’s to read', async () => {
    for (const scope of ['developer', 'viewer'] as const) {
      const lesser = callerOf(here.url, await here.tenant.createKey({ scope }))
      expect(await settingsOf(lesser)).toEqual(defaults)
      expect((await lesser('patch', '/environment/settings', { payloadDays: 1 })).status).toBe(403)
      expect((await lesser('post', '/environment/import', { settings: { payloadDays: 1 } })).status).toBe(403)
      expect((await lesser('post', '/environment/export')).status).toBe(200)
    }
    expect(await settingsOf()).toEqual(defaults)
  })
})

const exported = async (caller = call) => (await caller('post', '/environment/export')).body
const imported = (input: object, caller = call) => caller('post', '/environment/import', input)

describe('export and import', () => {
  const schemas = { 1: { type: 'object', properties: { id: { type: 'string' } }, examples: [{ id: 'a' }] } }

  test('carry settings and event types to another environment', async () => {
    await call('post', '/event-type', { name: 'order.paid', description: 'Paid', schemas, groupName: 'order', featureFlags: ['beta'] })
    await call('post', '/event-type', { name: 'order.old', description: 'Old', deprecated: true })
    await call('delete', '/event-type/order.old')
    await patch({ headerStyle: 'both', retrySchedule: [1, 2], productName: 'Acme' })
    const file = await exported()
    expect(file).toMatchObject({
      version: 1,
      createdAt: expect.any(String),
      settings: { ...defaults, headerStyle: 'both', retrySchedule: [1, 2], productName: 'Acme' },
      eventTypes: [
        { name: 'order.old', archived: true, deprecated: true, schemas: null },
        { name: 'order.paid', archived: false, schemas, groupName: 'order', featureFlags: ['beta'] },
      ],
      connectors: [],
    })
    const other = await createTenant()
    expect(await imported(file, other.call)).toMatchObject({ status: 204, text: '' })
    const there = await exported(other.call)
    const plain = ({ eventTypes, settings }: typeof file) => ({
      settings,
      eventTypes: eventTypes.map(({ createdAt, updatedAt, ...type }: { createdAt: string; updatedAt: string }) => type),
    })
    expect(plain(there)).toEqual(plain(file))
    expect((await imported(file, other.call)).status).toBe(204)
  })

  test('an import replaces what it names and leaves the rest', async () => {
    for (const name of ['a', 'b']) await call('post', '/event-type', { name, description: 'before', schemas, groupName: 'group' })
    await imported({
      eventTypes: [
        { name: 'b', description: 'after' },
        { name: 'c', description: 'new', featureFlag: 'beta' },
      ],
      settings: { payloadDays: 3 },
    })
    const { eventTypes, settings } = await exported()
    expect(eventTypes).toMatchObject([
      { name: 'a', description: 'before', schemas, groupName: 'group' },
      { name: 'b', description: 'after', schemas: null, groupName: null },
      { name: 'c', description: 'new', featureFlags: ['beta'] },
    ])
    expect(settings).toEqual({ ...defaults, payloadDays: 3 })
    for (const nothing of [{}, { eventTypes: null, settings: null, connectors: null }, { eventTypes: [], settings: {}, connectors: [] }])
      expect((await imported(nothing)).status).toBe(204)
    expect(await exported()).toMatchObject({ eventTypes, settings })
  })

  const good = { name: 'good', description: 'x' }
  test.each([
    ['an event type without a name', { eventTypes: [good, { description: 'x' }] }, ['eventTypes', 1, 'name']],
    ['a name that is none', { eventTypes: [good, { ...good, name: 'a b' }] }, ['eventTypes', 1, 'name']],
    ['a name twice', { eventTypes: [good, { ...good, name: 'x' }, good] }, ['eventTypes', 2, 'name']],
    [
      'a schema that is none',
      { eventTypes: [good, { ...good, name: 'x', schemas: { 1: { type: 'nothing' } } }] },
      ['eventTypes', 1, 'schemas', '1', 'type'],
    ],
    ['settings out of bounds', { eventTypes: [good], settings: { payloadDays: 91 } }, ['settings', 'payloadDays']],
    ['connectors', { eventTypes: [good], connectors: [{ name: 'Slack' }] }, ['connectors']],
  ])('an import with %s is refused at its place, and changes nothing', async (_, input, place) => {
    const before = await exported()
    const { status, body } = await imported({ settings: { payloadDays: 1 }, ...input })
    expect([status, body.detail[0].loc]).toEqual([422, ['body', ...place]])
    expect(await exported()).toEqual({ ...before, createdAt: expect.any(String) })
  })

  test('5,000 event types are taken at once, and not one more', async () => {
    const eventTypes = Array.from({ length: 5_001 }, (_, index) => ({ name: `type.${index}`, description: 'x' }))
    expect((await imported({ eventTypes })).body.detail[0].loc).toEqual(['body', 'eventTypes'])
    expect((await imported({ eventTypes: eventTypes.slice(1) })).status).toBe(204)
    expect((await exported()).eventTypes).toHaveLength(5_000)
  })
})
