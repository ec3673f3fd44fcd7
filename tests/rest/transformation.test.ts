import { beforeEach, expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { call, setUpTenant } from '#tests/support/tenant.ts'

setUpTenant({ shop: true })
let path: string
beforeEach(async () => {
  const { body } = await call('post', '/app/shop/endpoint', { url: 'https://example.com/hook' })
  path = `/app/shop/endpoint/${body.id}/transformation`
})

const code = 'function handler(webhook) { return webhook }'
const none = { code: null, enabled: false, variables: null, updatedAt: null }
const read = async () => (await call('get', path)).body

test('is kept, changed in part and taken away', async () => {
  expect(await read()).toEqual(none)
  expect((await call('patch', path, { code, variables: { TOKEN: 'secret' } })).status).toBe(204)
  expect(await read()).toEqual({ code, enabled: false, variables: { TOKEN: 'secret' }, updatedAt: expect.any(String) })
  await call('patch', path, { variables: null, enabled: false })
  expect(await read()).toMatchObject({ code, variables: null })
  await call('patch', path, { code: null })
  expect(await read()).toMatchObject({ code: null })
})

test('its variables are encrypted at rest', async () => {
  await call('patch', path, { variables: { TOKEN: 'secret' } })
  const { rows } = await pool.query('select variables from endpoint_transformation where variables is not null')
  expect(rows.map(row => row.variables).join()).not.toContain('secret')
})

test('is not enabled, and nothing of the request is kept', async () => {
  const { status, body } = await call('patch', path, { code, enabled: true })
  expect([status, body.code]).toEqual([422, 'transformation_unavailable'])
  expect(await read()).toEqual(none)
})

test.each([
  ['code that is too short', { code: 'x' }, 'code'],
  ['code that is too long', { code: 'x'.repeat(51_201) }, 'code'],
  ['variables that are no text', { variables: { a: 1 } }, 'variables'],
])('refuses %s', async (_, body, field) => {
  const answer = await call('patch', path, body)
  expect([answer.status, answer.body.detail[0].loc[1]]).toEqual([422, field])
})
