import { expect, test } from 'vitest'
import { freePort } from '#tests/support/port.ts'

/** Nothing listens where the database should be. Set before anything reads the configuration. */
process.env.DATABASE_URL = `postgresql://nobody@127.0.0.1:${await freePort()}/none`
const { app } = await import('#server/rest/app.ts')

const token = `ph_test_${'a'.repeat(32)}`
const request = (path: string, init: RequestInit = {}) => app.request(path, { headers: { authorization: `Bearer ${token}` }, ...init })

test.each([
  ['get', '/api/v1/app'],
  ['post', '/api/v1/app/shop/msg'],
  ['get', '/api/v1/health'],
  ['get', '/healthz'],
  ['get', '/readyz'],
  ['get', '/metrics'],
])('503 with Retry-After for %s %s', async (method, path) => {
  const response = await request(path, {
    method: method.toUpperCase(),
    ...(method === 'post' ? { body: '{"eventType":"a","payload":{}}' } : {}),
  })
  expect(response.status).toBe(503)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await response.json()).toEqual({ code: 'unavailable', detail: expect.stringContaining('database') })
})

test('what needs no database is answered', async () => {
  expect((await request('/api/v1/health/ping')).status).toBe(204)
  expect((await request('/api/v1/openapi.json')).status).toBe(200)
  expect((await request('/api/v1/nothing')).status).toBe(404)
})
