import { beforeEach, describe, expect, test } from 'vitest'
import { revokeApiKey } from '#server/api-keys/mutations.ts'
import { listApiKeys } from '#server/api-keys/queries.ts'
import { pool, prisma } from '#server/db.ts'
import type { AuditEntry } from '#server/generated/prisma/client.ts'
import { formatId, parseId } from '#server/ids.ts'
import { write } from '#server/writes.ts'
import { become } from '#tests/support/past.ts'
import { callerOf } from '#tests/support/server.ts'
import { call, here, post, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })
beforeEach(async () => {
  await call('post', '/app/shop/endpoint', { url: 'https://example.com/hook', uid: 'hook' })
})

const hook = '/app/shop/endpoint/hook'
const entries = (): Promise<AuditEntry[]> =>
  prisma.auditEntry.findMany({ where: { organizationId: here.tenant.context.organizationId }, orderBy: { id: 'asc' } })
/** What was added since. */
async function told(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = (await entries()).length
  await work()
  return (await entries()).slice(before)
}

describe('an entry', () => {
  test('says who, what, and what changed', async () => {
    const [key] = await listApiKeys(here.tenant.context)
    const added = await told(() => call('patch', hook, { description: 'Orders', throttleRate: 5 }))
    expect(added).toMatchObject([
      {
        environmentId: here.tenant.context.environmentId,
        actorKind: 'key',
        actorId: parseId('apiKey', key!.id),
        action: 'endpoint.update',
        targetKind: 'endpoint',
        targetName: 'https://example.com/hook',
        before: { description: '', rate_limit: null },
        after: { description: 'Orders', rate_limit: 5 },
      },
    ])
  })

  test('is not made where nothing changes, nor of what is refused', async () => {
    expect(await told(() => call('patch', hook, { description: '' }))).toEqual([])
    expect(await told(() => call('patch', hook, { eventTypes: ['not.there'] }))).toEqual([])
  })

  test('is called after what happened', async () => {
    const done = await told(async () => {
      await call('patch', hook, { disabled: true })
      await call('patch', hook, { disabled: false })
      await call('post', `${hook}/pause`)
      await call('post', `${hook}/resume`)
      await call('post', `${hook}/secret/rotate`, {})
      await call('delete', hook)
      await call('delete', '/app/shop')
    })
    expect(done.map(entry => entry.action)).toEqual([
      ...['endpoint.disable', 'endpoint.enable', 'endpoint.pause', 'endpoint.resume', 'endpoint.rotate_secret', 'endpoint.delete'],
      'application.delete',
    ])
    expect(done.at(-1)).toMatchObject({ before: { name: 'Shop', uid: 'shop' }, after: null })
  })

  test('names the merchant’s user where a portal token acts', async () => {
    const user = { id: 'u_1', name: 'Joe' }
    const { body } = await call('post', '/auth/app-portal-access/shop', { user })
    const added = await told(() => callerOf(here.url, body.token)('patch', hook, { description: 'mine' }))
    expect(added).toMatchObject([{ actorKind: 'portal', actorName: 'Joe', action: 'endpoint.update' }])
  })

  test('names the system where nobody is known', async () => {
    expect(
      await told(() =>
        pool.query(`update application set name = 'Renamed' where environment_id = $1`, [here.tenant.context.environmentId]),
      ),
    ).toMatchObject([{ actorKind: 'system', actorName: 'posthorn', actorId: null, before: { name: 'Shop' }, after: { name: 'Renamed' } }])
  })
})

test('what is done to messages is told, that they are posted is not', async () => {
  expect(await told(post)).toEqual([])
  const waiting = await post()
  const of = (id: string) => `/app/shop/msg/${id}`
  const done = await told(async () => {
    await call('post', `${of(waiting)}/endpoint/hook/cancel`)
    await call('post', `${of(waiting)}/endpoint/hook/resend`)
    await call('delete', `${of(waiting)}/content`)
  })
  expect(done.map(({ action, actorKind, targetId }) => [action, actorKind, targetId])).toEqual(
    ['delivery.cancel', 'delivery.resend', 'message.expunge'].map(action => [action, 'key', parseId('message', waiting)]),
  )
  await become([parseId('message', await post())!], 'failed')
  const replays = await told(async () => {
    const { body } = await call('post', '/app/shop/replay', {})
    await call('post', `/replay/${body.id}/cancel`)
    await call('post', `/replay/${body.id}/cancel`)
  })
  expect(replays.map(({ action, actorKind }) => [action, actorKind])).toEqual([
    ['replay.create', 'key'],
    ['replay.cancel', 'key'],
  ])
})

test('integrations are told, and what is done with their keys; the log names no key', async () => {
  const done = await told(async () => {
    const { id } = (await call('post', '/app/shop/integration', { name: 'Zapier' })).body
    const one = `/app/shop/integration/${id}`
    await call('get', `${one}/key`)
    const { key } = (await call('post', `${one}/key/rotate`)).body
    await call('put', one, { name: 'Make' })
    await callerOf(here.url, key)('patch', hook, { description: 'mine' })
    await call('delete', one)
    await call('post', '/app/shop/msg/expunge-all-contents')
  })
  expect(done.map(({ action, actorKind, targetName }) => [action, actorKind, targetName])).toEqual([
    ['integration.create', 'key', 'Zapier'],
    ['integration.rotate_key', 'key', 'Zapier'],
    ['integration.rotate_key', 'key', 'Zapier'],
    ['integration.update', 'key', 'Make'],
    ['endpoint.update', 'integration', 'https://example.com/hook'],
    ['integration.delete', 'key', 'Make'],
    ['application.expunge', 'key', 'Shop'],
  ])
  expect(JSON.stringify(done)).not.toContain('hash')
})

test('no secret is in the log: not in the clear, not encrypted, not as a hash', async () => {
  const secret = `whsec_${Buffer.from('a-secret-of-some-24-bytes').toString('base64')}`
  const created = await call('post', '/app/shop/endpoint', {
    url: 'https://ada:pa55word@example.com/',
    secret,
    headers: { 'x-api-key': 'h34der' },
  })
  const endpoint = `/app/shop/endpoint/${created.body.id}`
  await call('patch', `${endpoint}/headers`, { headers: { authorization: 'Bearer h34der' } })
  await call('patch', `${endpoint}/transformation`, { code: 'function handler(webhook) {}', variables: { token: 'v4riable' } })
  await call('post', `${endpoint}/secret/rotate`, {})
  const { body } = await call('post', '/auth/app-portal-access/shop', {})
  await call('delete', endpoint)

  const log = JSON.stringify(await entries())
  const { rows } = await pool.query<{ value: string }>(
    `select unnest(array[secrets, headers, credentials]) as value from endpoint
     union all select variables from endpoint_transformation
     union all select encode(hash, 'hex') from api_key union all select encode(hash, 'hex') from portal_session`,
  )
  const secrets = [secret, secret.slice(6), 'pa55word', 'h34der', 'v4riable', here.tenant.token, body.token, ...rows.map(row => row.value)]
  expect(secrets.filter(text => text !== null && log.includes(text))).toEqual([])
  expect(log).toContain('••••••')
})

test('the first letters of a key are told, and its revocation', async () => {
  const key = (await listApiKeys(here.tenant.context))[0]!
  const done = await told(() => write(here.tenant.context, tx => revokeApiKey(here.tenant.context, key.id, tx)))
  expect(done).toMatchObject([{ action: 'api_key.revoke', targetName: key.name, actorKind: 'system', actorName: 'test' }])
  expect((await entries()).find(entry => entry.action === 'api_key.create')?.after).toMatchObject({ prefix: key.prefix, scope: 'admin' })
  expect(formatId('apiKey', done[0]!.targetId!)).toBe(key.id)
})

test('what is written with its entry is undone with it', async () => {
  const undone = told(() =>
    write(here.tenant.context, async tx => {
      await tx.application.updateMany({ where: { environmentId: here.tenant.context.environmentId }, data: { name: 'Never' } })
      throw new Error('undo')
    }).catch(() => {}),
  )
  expect(await undone).toEqual([])
})
